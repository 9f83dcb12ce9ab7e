//===- Print.cpp - Values and summaries as text ---------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/Print.h"

using namespace holdfast;
using namespace holdfast::engine;

static llvm::StringRef memberName(const ir::Module &M, const Value *V) {
  llvm::StringRef Name = M.record(V->Record).Fields[V->Number].Name;
  return Name.empty() ? "<unnamed>" : Name;
}

void engine::print(const ir::Module &M, const Value *V, llvm::raw_ostream &OS) {
  switch (V->Kind) {
  case ValueKind::Int:
    OS << V->Number;
    return;
  case ValueKind::Undef:
    OS << "undef";
    return;
  case ValueKind::Param:
    OS << "arg" << V->Number;
    return;
  case ValueKind::Local:
    OS << "&local" << V->Number;
    return;
  case ValueKind::Global:
    OS << "&" << M.Globals[V->Number].Name;
    return;
  case ValueKind::Function:
    OS << M.name({ir::OperandKind::Function, V->Number});
    return;
  case ValueKind::Context:
    OS << "context#" << V->Number;
    return;
  case ValueKind::String:
    OS << '"' << M.name({ir::OperandKind::String, V->Number}) << '"';
    return;
  case ValueKind::Fresh:
    OS << "new" << uint32_t(V->Number);
    if (V->Number >> 32)
      OS << '.' << (V->Number >> 32);
    return;
  case ValueKind::Merged:
    OS << "merged" << V->Number;
    if (V->A) {
      OS << '(';
      print(M, V->A, OS);
      OS << ')';
    }
    return;
  case ValueKind::Contents:
    if (V->A->Kind == ValueKind::Field) {
      print(M, V->A->A, OS);
      OS << "->" << memberName(M, V->A);
      return;
    }
    OS << "*(";
    print(M, V->A, OS);
    OS << ')';
    return;
  case ValueKind::Field:
    OS << '&';
    print(M, V->A, OS);
    OS << "->" << memberName(M, V);
    return;
  case ValueKind::Container:
    OS << "container(";
    print(M, V->A, OS);
    OS << ", " << M.record(V->Record).Name << '.' << memberName(M, V) << ')';
    return;
  case ValueKind::Element:
    OS << '&';
    print(M, V->A, OS);
    OS << '[';
    print(M, V->B, OS);
    OS << ']';
    return;
  case ValueKind::Counter:
    OS << M.name({ir::OperandKind::Function, V->Number}) << " of ";
    print(M, V->A, OS);
    return;
  case ValueKind::Unary: {
    static const char Ops[] = {'-', '~', '!'};
    OS << Ops[V->Number];
    print(M, V->A, OS);
    return;
  }
  case ValueKind::Binary: {
    static const char *const Ops[] = {
        "+", "-", "*",  "/",  "%", "<<", ">>", "&",
        "|", "^", "==", "!=", "<", "<=", ">",  ">="};
    OS << '(';
    print(M, V->A, OS);
    OS << ' ' << Ops[V->Number % ValueTable::UnsignedCompare]
       << (V->Number >= ValueTable::UnsignedCompare ? "u " : " ");
    print(M, V->B, OS);
    OS << ')';
    return;
  }
  }
}

static void print(const Range &R, llvm::raw_ostream &OS) {
  if (R.isConstant()) {
    OS << R.Low;
    return;
  }
  if (R.Low != INT64_MIN || R.High != INT64_MAX) {
    OS << '[';
    if (R.Low != INT64_MIN)
      OS << R.Low;
    OS << "..";
    if (R.High != INT64_MAX)
      OS << R.High;
    OS << ']';
  } else {
    OS << "any";
  }
  Range Interval = Range::between(R.Low, R.High);
  if (R.NonZero && !Interval.NonZero)
    OS << " not zero";
  if (R.NonError && !Interval.NonError)
    OS << " no error";
}

static void print(const Context &C, const Value *Key, llvm::raw_ostream &OS) {
  if (Key->Kind == ValueKind::Context)
    OS << C.Contexts.name(Key->Number);
  else
    engine::print(C.M, Key, OS);
}

static void printFacts(const ir::Module &M, Guards Facts, bool IsAsked,
                       llvm::raw_ostream &OS) {
  const char *Before = " when ";
  for (const auto &[V, R] : IsAsked ? Facts : Guards()) {
    OS << std::exchange(Before, ", ");
    engine::print(M, V, OS);
    OS << " is ";
    ::print(R, OS);
  }
}

static void print(const Context &C, const Requirement &R,
                  llvm::raw_ostream &OS) {
  OS << "  requires " << model::spelling(R.Act.V);
  if (R.Act.X) {
    OS << ' ';
    ::print(C, R.Act.X, OS);
  }
  printFacts(C.M, R.Facts, true, OS);
  for (const Value *Key : R.Left) {
    OS << (Key == R.Left.front() ? " after leaving " : ", ");
    ::print(C, Key, OS);
  }
  OS << '\n';
}

static void print(const Context &C, const Value *Key, const Hold &H,
                  llvm::raw_ostream &OS) {
  OS << "    ";
  if (H.IsLost)
    OS << "may change ";
  else if (H.IsFlag)
    OS << (H.Delta > 0 ? "sets " : H.From ? "restores " : "clears ");
  else
    OS << (H.Delta > 0 ? "keeps " : "gives up ");
  ::print(C, Key, OS);
  if (std::abs(int(H.Delta)) > 1)
    OS << " times " << std::abs(int(H.Delta));
  OS << '\n';
}

static void print(const ir::Module &M, const ReferenceChange &R,
                  llvm::raw_ostream &OS) {
  OS << "    owner of ";
  if (R.X)
    engine::print(M, R.X, OS);
  else
    OS << "the result";
  if (R.IsUnsure) {
    OS << ": unsure\n";
    return;
  }
  OS << (R.Count > 0 ? ": +" : ": ") << int(R.Count);
  static const char *const Phases[] = {"", " dropped", " freed", " given"};
  OS << Phases[unsigned(R.Now)] << (R.IsNew ? " new" : "")
     << (R.IsStored ? " stored" : "") << '\n';
}

void engine::print(const Context &Ctx, const Summary &S,
                   llvm::raw_ostream &OS) {
  const ir::Module &M = Ctx.M;
  if (!S.IsKnown) {
    OS << "  unknown\n";
    return;
  }
  for (const Requirement &R : S.Requirements)
    ::print(Ctx, R, OS);
  if (S.Cases.empty())
    OS << "  never returns\n";
  for (const SummaryCase &C : S.Cases) {
    OS << "  case\n";
    for (const auto &[V, R] : C.Facts) {
      OS << "    when ";
      print(M, V, OS);
      OS << " is ";
      ::print(R, OS);
      OS << '\n';
    }
    for (const LoggedAction *L : C.Actions) {
      const Action &A = L->Act;
      OS << "    " << (A.IsConditional ? "perhaps " : "")
         << (A.IsEscape ? "escape" : model::spelling(A.V));
      for (const Value *V : {A.X, A.Y})
        if (V) {
          OS << ' ';
          print(M, V, OS);
        }
      printFacts(M, A.Guard, A.IsConditional, OS);
      OS << '\n';
    }
    for (const auto &[Key, H] : C.Holds)
      ::print(Ctx, Key, H, OS);
    for (const ReferenceChange &R : C.References)
      ::print(M, R, OS);
    for (const auto &[Address, V] : C.Writes) {
      OS << "    *(";
      print(M, Address, OS);
      OS << ") = ";
      if (V)
        print(M, V, OS);
      else
        OS << "unknown";
      for (const auto &[W, R] : C.Found)
        if (V == W) {
          OS << " is ";
          ::print(R, OS);
        }
      OS << '\n';
    }
    if (C.Returned) {
      OS << "    returns ";
      print(M, C.Returned, OS);
      if (!C.Returned->isInt()) {
        OS << " is ";
        ::print(C.ReturnedRange, OS);
      }
      OS << '\n';
    }
  }
}
