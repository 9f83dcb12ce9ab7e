//===- InferredGuards.cpp - The lock that a file's accesses share ---------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Engine/InferredGuards.h"

#include "Engine/Context.h"
#include "Engine/Reference.h"
#include "Engine/TypeFacts.h"
#include "IR/Spelling.h"

#include <set>

using namespace holdfast;
using namespace holdfast::engine;

// Below that a habit is none. Whoever raises them loses findings, whoever
// lowers them makes a rule of chance.
static constexpr size_t MinHeld = 4, MinHeldWrites = 2, MinFunctions = 2,
                        MinReads = 6, MinReaders = 4;
static constexpr unsigned MaxCallers = 6, MaxOuter = 3;

const Value *InferredGuards::place(const Context &C, const Value *V) {
  auto IsPartOfModelled = [&](ir::RecordId R) {
    auto [It, IsNew] = IsModelled.try_emplace(R.Index, false);
    if (IsNew)
      It->second = recordModel(C.M, C.Facts, C.M.record(R)) != nullptr;
    return It->second;
  };
  while (true) {
    if (V->Kind == ValueKind::Element)
      V = V->A;
    else if (V->Kind == ValueKind::Field && IsPartOfModelled(V->Record))
      V = V->A;
    else
      break;
  }
  if (V->Kind == ValueKind::Field)
    return V;
  if (V->Kind != ValueKind::Global)
    return nullptr;
  const ir::Global &G = C.M.Globals[V->Number];
  return G.IsConst || G.IsThreadLocal ? nullptr : V;
}

void InferredGuards::add(Access A) {
  auto [It, IsNew] = ByEvent.try_emplace({A.Function, A.Event, A.Spelled.Value},
                                         Accesses.size());
  if (IsNew) {
    Accesses.push_back(std::move(A));
    return;
  }
  Access &Known = Accesses[It->second];
  Known.IsUnclear |= A.IsUnclear || Known.Address != A.Address;
  llvm::erase_if(Known.Held, [&](const Value *L) {
    return !llvm::is_contained(A.Held, L);
  });
}

/// \p V with \p To in place of \p From; null when it is made of anything else.
static const Value *replaced(ValueTable &Values, const Value *V,
                             const Value *From, const Value *To) {
  if (V == From)
    return To;
  const Value *A = V->A ? replaced(Values, V->A, From, To) : nullptr;
  if (!A)
    return nullptr;
  switch (V->Kind) {
  case ValueKind::Field:
    return Values.field(A, V->Record, V->Number);
  case ValueKind::Container:
    return Values.container(A, V->Record, V->Number);
  case ValueKind::Contents:
    return V->B ? nullptr : Values.contents(A, {});
  default:
    return nullptr;
  }
}

static bool isGlobalPath(const Value *V) {
  while (V->Kind == ValueKind::Field)
    V = V->A;
  return V->Kind == ValueKind::Global;
}

/// A lock as it is spelled where \p Member is the spelling of \p Address:
/// `d->bus->lock` for `d->count`.
static std::string lockName(const ir::Module &M, const Value *Lock,
                            const Value *Address, llvm::StringRef Member) {
  auto Name = [&](const Value *Field) {
    return M.record(Field->Record).Fields[Field->Number].Name;
  };
  // What is before the name of a member of each object that holds the address.
  llvm::SmallVector<std::pair<const Value *, std::string>, 4> Objects;
  llvm::StringRef Left = Member, Mark;
  for (const Value *V = Address; V->Kind == ValueKind::Field; V = V->A) {
    if (!Name(V).empty()) {
      if (!Left.consume_back(Name(V)))
        break;
      Mark = Left.ends_with("->") ? "->" : Left.ends_with(".") ? "." : "";
      Left.consume_back(Mark);
    }
    Objects.push_back({V->A, (Left + Mark).str()});
  }
  auto Before = [&](auto &Self, const Value *V) -> std::string {
    for (const auto &[Object, Text] : Objects)
      if (Object == V)
        return Text;
    switch (V->Kind) {
    case ValueKind::Global:
      return M.Globals[V->Number].Name.str() + ".";
    case ValueKind::Field: {
      std::string Path = Self(Self, V->A);
      return Name(V).empty() ? Path : Path + Name(V).str() + ".";
    }
    case ValueKind::Contents: {
      std::string Path = Self(Self, V->A);
      return Path.empty() ? Path : Path.substr(0, Path.size() - 1) + "->";
    }
    default:
      return "";
    }
  };
  return llvm::StringRef(Before(Before, Lock)).rtrim('.').str();
}

namespace holdfast::engine {

/// The accesses to one member, and how they vote.
class GuardVote {
public:
  GuardVote(Context &C, const InferredGuards &All) : C(C), All(All) {}

  void judge(llvm::ArrayRef<const InferredGuards::Access *> Accesses);

private:
  enum Standing : uint8_t { Held, Open, Unsure };
  Standing standing(const InferredGuards::Access &A, const Value *Guard) const;
  bool judgeWrites(llvm::ArrayRef<const InferredGuards::Access *> Accesses,
                   const Value *G, llvm::ArrayRef<const Value *> Guards);
  void judgeReads(llvm::ArrayRef<const InferredGuards::Access *> Accesses,
                  llvm::ArrayRef<const Value *> Guards);
  void report(Reason Why, const InferredGuards::Access &A, const Value *G,
              llvm::ArrayRef<const InferredGuards::Access *> Proof);
  /// A lock as it is seen from the object of the access, and back.
  const Value *seenFrom(const Value *Lock, const Value *Place) const;
  const Value *seenHere(const Value *Guard, const Value *Place) const;
  const Value *self(const Value *Place) const {
    return C.Values.anyObject(Place->Record);
  }
  const Value *atCaller(const InferredGuards::Site &S, const Value *Lock) const;
  bool isHeldAtEntry(uint32_t F, const Value *Lock, unsigned Depth) const;
  bool mayBeHeldAtEntry(uint32_t F, const Value *Lock, unsigned Depth) const;
  bool holdsAnother(const InferredGuards::Access &A,
                    llvm::ArrayRef<const Value *> Guards) const;
  bool isOfThisFile(const Value *Lock) const;
  llvm::ArrayRef<InferredGuards::Site> sites(uint32_t F) const {
    auto It = All.Sites.find(F);
    return It == All.Sites.end() ? llvm::ArrayRef<InferredGuards::Site>()
                                 : llvm::ArrayRef(It->second);
  }

  Context &C;
  const InferredGuards &All;
  using Entries = std::map<std::tuple<uint32_t, const Value *, unsigned>, bool>;
  /// The answers so far: a helper of many callers is asked about at each
  /// access, and again by each of those that it calls.
  mutable Entries HeldAtEntry, MaybeAtEntry;
};

} // namespace holdfast::engine

const Value *GuardVote::seenFrom(const Value *Lock, const Value *Place) const {
  if (isGlobalPath(Lock))
    return Lock;
  if (Place->Kind != ValueKind::Field)
    return nullptr;
  const Value *Object = Place->A, *Mine = self(Place);
  for (unsigned I = 0; I != MaxOuter; ++I) {
    if (const Value *Seen = replaced(C.Values, Lock, Object, Mine))
      return Seen;
    if (Object->Kind != ValueKind::Field)
      return nullptr;
    Mine = C.Values.container(Mine, Object->Record, Object->Number);
    Object = Object->A;
  }
  return nullptr;
}

const Value *GuardVote::seenHere(const Value *Guard, const Value *Place) const {
  if (isGlobalPath(Guard))
    return Guard;
  return Place->Kind == ValueKind::Field
             ? replaced(C.Values, Guard, self(Place), Place->A)
             : nullptr;
}

/// A lock of the callee as its caller names it; null when it cannot.
const Value *GuardVote::atCaller(const InferredGuards::Site &S,
                                 const Value *Lock) const {
  bool IsClear = true;
  Substitution Translate(
      C.Values, S.Args,
      [&](const Value *Address, ir::TypeId) {
        return C.Values.contents(Address, {});
      },
      [&](const Value *) {
        IsClear = false;
        return C.Values.undef();
      });
  const Value *Result = Translate(Lock);
  return IsClear ? Result : nullptr;
}

bool GuardVote::isHeldAtEntry(uint32_t F, const Value *Lock,
                              unsigned Depth) const {
  if (Depth == 0 || C.Sites.isReachableFromOutside(F) || sites(F).empty() ||
      !isVisibleToCallers(Lock))
    return false;
  if (auto It = HeldAtEntry.find({F, Lock, Depth}); It != HeldAtEntry.end())
    return It->second;
  bool Result = llvm::all_of(sites(F), [&](const InferredGuards::Site &S) {
    const Value *There = atCaller(S, Lock);
    return There && (llvm::is_contained(S.Held, There) ||
                     isHeldAtEntry(S.Caller, There, Depth - 1));
  });
  return HeldAtEntry[{F, Lock, Depth}] = Result;
}

/// A lock that only this file can name is not held by code outside of it.
bool GuardVote::isOfThisFile(const Value *Lock) const {
  if (Lock->Kind == ValueKind::Global)
    return C.M.Globals[Lock->Number].IsStatic;
  if (Lock->Kind != ValueKind::Field)
    return false;
  const ir::Loc &Where = C.M.record(Lock->Record).Where;
  return Where.isValid() && C.M.file(Where.File) == C.M.MainFile;
}

bool GuardVote::mayBeHeldAtEntry(uint32_t F, const Value *Lock,
                                 unsigned Depth) const {
  if (!isVisibleToCallers(Lock))
    return false;
  if (Depth == 0)
    return true;
  // It acquires it itself.
  for (const Requirement &R : C.summary(F).Requirements)
    if (R.Act.V == model::Verb::Exclude && R.Act.X == Lock)
      return false;
  if (C.Sites.isReachableFromOutside(F) &&
      (!isOfThisFile(Lock) || All.HeldOutside.contains(*lockClass(Lock))))
    return true;
  if (auto It = MaybeAtEntry.find({F, Lock, Depth}); It != MaybeAtEntry.end())
    return It->second;
  // No path of a caller got there.
  bool IsUnseen = sites(F).empty() && !C.Sites.isReachableFromOutside(F);
  bool Result =
      IsUnseen || llvm::any_of(sites(F), [&](const InferredGuards::Site &S) {
        const Value *There = atCaller(S, Lock);
        return !There || S.IsUnclear || llvm::is_contained(S.Held, There) ||
               mayBeHeldAtEntry(S.Caller, There, Depth - 1);
      });
  return MaybeAtEntry[{F, Lock, Depth}] = Result;
}

/// Whether one of the other locks of the object may do.
bool GuardVote::holdsAnother(const InferredGuards::Access &A,
                             llvm::ArrayRef<const Value *> Guards) const {
  return !A.Held.empty() || llvm::any_of(Guards, [&](const Value *G) {
    const Value *Lock = seenHere(G, A.Address);
    return Lock && isHeldAtEntry(A.Function, Lock, MaxCallers);
  });
}

/// How the lock stands at an access: held, known not to be, or who knows.
GuardVote::Standing GuardVote::standing(const InferredGuards::Access &A,
                                        const Value *Guard) const {
  const Value *Lock = seenHere(Guard, A.Address);
  if (!Lock)
    return Unsure;
  if (llvm::is_contained(A.Held, Lock) ||
      isHeldAtEntry(A.Function, Lock, MaxCallers))
    return Held;
  return A.IsUnclear || mayBeHeldAtEntry(A.Function, Lock, MaxCallers) ? Unsure
                                                                       : Open;
}

void GuardVote::judge(llvm::ArrayRef<const InferredGuards::Access *> Accesses) {
  if (Accesses.size() < 3)
    return;
  std::vector<const Value *> Guards;
  for (const auto *A : Accesses)
    for (const Value *L : A->Held)
      if (const Value *G = seenFrom(L, A->Address);
          G && !llvm::is_contained(Guards, G))
        Guards.push_back(G);
  for (const Value *G : Guards)
    if (judgeWrites(Accesses, G, Guards))
      return;
  judgeReads(Accesses, Guards);
}

/// Of the accesses that prove a habit, those to objects like that of the odd
/// one: a lock of the file may guard its variable alone, and not what is
/// reached from elsewhere. The functions that they are in.
static std::set<uint32_t>
keepAlike(std::vector<const InferredGuards::Access *> &Proof,
          const InferredGuards::Access &Odd) {
  auto IsVariable = [](const InferredGuards::Access &A) {
    return A.Address->root()->Kind == ValueKind::Global;
  };
  llvm::erase_if(Proof, [&](const InferredGuards::Access *A) {
    return IsVariable(*A) != IsVariable(Odd);
  });
  std::set<uint32_t> Functions;
  for (const auto *A : Proof)
    Functions.insert(A->Function);
  return Functions;
}

/// Whether one write lacks the lock that all others, and most reads, have.
bool GuardVote::judgeWrites(
    llvm::ArrayRef<const InferredGuards::Access *> Accesses, const Value *G,
    llvm::ArrayRef<const Value *> Guards) {
  size_t OpenReads = 0;
  std::vector<const InferredGuards::Access *> Odd, Proof;
  for (const auto *A : Accesses) {
    Standing Here = standing(*A, G);
    if (Here == Held)
      Proof.push_back(A);
    else if (Here == Open && !A->IsWrite)
      ++OpenReads;
    else if (Here == Open && !holdsAnother(*A, Guards))
      Odd.push_back(A);
  }
  if (Odd.size() != 1)
    return false;
  std::set<uint32_t> HeldIn = keepAlike(Proof, *Odd.front());
  size_t NumHeld = Proof.size();
  size_t HeldWrites =
      llvm::count_if(Proof, [](const auto *A) { return A->IsWrite; });
  if (HeldIn.size() < MinFunctions)
    return false;
  // A list of the file under a lock of the file: there is not much to count.
  bool IsOwnList = Odd.front()->Address->Kind == ValueKind::Global &&
                   isOfThisFile(Odd.front()->Address) && isOfThisFile(G) &&
                   OpenReads == 0;
  if (!IsOwnList && (NumHeld < MinHeld || HeldWrites < MinHeldWrites ||
                     OpenReads > NumHeld / 2))
    return false;
  report(Reason::WrittenWithoutHabit, *Odd.front(), G, Proof);
  return true;
}

/// Whether one function reads, with none of the locks that the writers hold,
/// what all others read with one of them.
void GuardVote::judgeReads(
    llvm::ArrayRef<const InferredGuards::Access *> Accesses,
    llvm::ArrayRef<const Value *> Guards) {
  std::vector<const Value *> OfWriters;
  for (const Value *G : Guards) {
    size_t NumHeld = 0, NumOther = 0;
    for (const auto *A : Accesses)
      if (A->IsWrite)
        ++(standing(*A, G) == Held ? NumHeld : NumOther);
    if (NumHeld && !NumOther)
      OfWriters.push_back(G);
  }
  if (OfWriters.empty())
    return;
  std::set<uint32_t> OpenIn;
  std::vector<const InferredGuards::Access *> Odd, Proof;
  for (const auto *A : Accesses) {
    if (A->IsWrite)
      continue;
    bool IsHeld = false, IsOpen = A->Held.empty();
    for (const Value *G : OfWriters) {
      Standing Here = standing(*A, G);
      IsHeld |= Here == Held;
      IsOpen &= Here == Open;
    }
    if (IsHeld) {
      Proof.push_back(A);
    } else if (IsOpen) {
      OpenIn.insert(A->Function);
      Odd.push_back(A);
    }
  }
  if (OpenIn.size() != 1)
    return;
  std::set<uint32_t> HeldIn = keepAlike(Proof, *Odd.front());
  // Who looks again with the lock held only made sure that it is worth it.
  if (!HeldIn.count(*OpenIn.begin()) && HeldIn.size() >= MinReaders &&
      Proof.size() >= MinReads)
    report(Reason::ReadWithoutHabit, *Odd.front(), OfWriters.front(), Proof);
}

void GuardVote::report(Reason Why, const InferredGuards::Access &A,
                       const Value *G,
                       llvm::ArrayRef<const InferredGuards::Access *> Proof) {
  auto Name = [&](const InferredGuards::Access &A) {
    return ir::Spelling(C.M, C.M.Functions[A.Function]).object(A.Spelled);
  };
  auto Where = [&](const InferredGuards::Access &A) {
    return C.M.Functions[A.Function].Events[A.Event].Where;
  };
  Finding New;
  New.Why = Why;
  New.Where = Where(A);
  New.Function = C.M.Functions[A.Function].Name.str();
  New.Object = Name(A);
  New.Detail = lockName(C.M, seenHere(G, A.Address), A.Address, New.Object);
  for (const auto *P : Proof.take_front(2))
    New.Path.push_back({Where(*P), "'" + Name(*P) + "' is " +
                                       (P->IsWrite ? "written" : "read") +
                                       " here with the lock held"});
  C.report(std::move(New));
}

void InferredGuards::report(Context &C) {
  // By member, in the order of the source.
  std::map<std::pair<uint64_t, uint64_t>, std::vector<const Access *>> Members;
  for (const Access &A : Accesses) {
    if (Freed.contains({A.Function, wholeObject(A.Address)}))
      continue;
    bool IsField = A.Address->Kind == ValueKind::Field;
    Members[{IsField ? A.Address->Record.Index + 1 : 0, A.Address->Number}]
        .push_back(&A);
  }
  // Whoever acquires it for others has them hold it.
  for (uint32_t F = 0; F != C.M.Functions.size(); ++F)
    if (C.M.Functions[F].isDefinition() && C.Sites.isReachableFromOutside(F))
      for (const SummaryCase &Case : C.summary(F).Cases)
        for (const auto &[Lock, H] : Case.Holds)
          if (H.Delta > 0)
            leaveWith(Lock);
  GuardVote Vote(C, *this);
  for (auto &[Key, Of] : Members)
    Vote.judge(Of);
}
