//===- Moves.cpp - C++ objects whose contents were moved away -------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A move constructor or assignment leaves its source without what it owned. The
// source may be assigned to, asked and destroyed after that, so only what needs
// the contents is a use: to follow it as a pointer, to call it, to move it on.
//
//===----------------------------------------------------------------------===//

#include "Engine/Describe.h"
#include "Engine/Interpreter.h"

using namespace holdfast;
using namespace holdfast::engine;

/// The class and the member of `ns::C<T>::f(int) const`: `ns::C<T>` and `f`.
static std::pair<llvm::StringRef, llvm::StringRef>
memberOf(llvm::StringRef Name, llvm::StringRef &Parameters) {
  size_t Depth = 0, Close = Name.rfind(')'), Open = llvm::StringRef::npos;
  if (Close == llvm::StringRef::npos)
    return {};
  for (size_t I = Close + 1; I-- > 0;) {
    if (Name[I] == ')')
      ++Depth;
    else if (Name[I] == '(' && --Depth == 0) {
      Open = I;
      break;
    }
  }
  if (Open == llvm::StringRef::npos)
    return {};
  Parameters = Name.slice(Open + 1, Close);
  llvm::StringRef Path = Name.take_front(Open);
  size_t Colons = Path.rfind("::");
  if (Colons == llvm::StringRef::npos)
    return {};
  return {Path.take_front(Colons), Path.drop_front(Colons + 2)};
}

/// The last part of a class's name, without template arguments.
static llvm::StringRef simpleName(llvm::StringRef Class) {
  Class = Class.take_front(Class.find('<'));
  size_t Colons = Class.rfind("::");
  return Colons == llvm::StringRef::npos ? Class
                                         : Class.drop_front(Colons + 2);
}

/// An operator that needs what the object owns.
static bool needsContents(llvm::StringRef Member) {
  return Member == "operator->" || Member == "operator*" ||
         Member == "operator()";
}

void Interpreter::reportMoved(const State &S, const Value *Object,
                              const Moved &M, const ir::Loc &Where) {
  Describer D(C, *this, S);
  Finding New;
  New.Why = Reason::UseAfterGive;
  New.Where = Where;
  New.Function = F.Name.str();
  New.Object = D.object(Object);
  New.Path.push_back({M.Where, "'" + New.Object + "' is moved from here"});
  C.report(std::move(New));
}

void Interpreter::useMoved(State &S, const ir::Event &E, llvm::StringRef Callee,
                           llvm::ArrayRef<const Value *> Args) {
  llvm::StringRef Parameters;
  auto [Class, Member] = memberOf(Callee, Parameters);
  llvm::StringRef Moves = Parameters;
  bool IsMove = Args.size() == 2 && Moves.consume_back(" &&") &&
                Moves == Class &&
                (Member == "operator=" || Member == simpleName(Class));
  if (!S.Moves.empty() && !Member.starts_with("~")) {
    llvm::SmallVector<std::pair<const Value *, Moved>, 2> Given;
    for (const auto &[Object, M] : S.Moves.entries())
      if (llvm::is_contained(Args, Object))
        Given.push_back({Object, M});
    for (const auto &[Object, M] : Given) {
      bool IsSelf = !Member.empty() && Args[0] == Object;
      // Who only asks, or copies nothing out of nothing, does no harm.
      if (IsSelf && Callee.ends_with(" const") && !needsContents(Member))
        continue;
      if ((IsSelf && needsContents(Member)) || (IsMove && Args[1] == Object))
        if (!S.LostFacts)
          reportMoved(S, Object, M, E.Where);
      S.Moves.erase(Object); // it may have got new contents
    }
  }
  if (!IsMove)
    return;
  S.Moves.erase(Args[0]);
  if (Args[1]->root()->Kind == ValueKind::Local && Args[1] != Args[0])
    S.Moves.set(Args[1], {E.Where});
}
