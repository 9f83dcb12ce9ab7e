//===- Interpreter.h - What one event does to a state -----------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the interpreter of one function's events. It is the transfer function
// of the analysis: Fixpoint.cpp decides which block runs on which state.
//
// Split by question: Interpreter.cpp runs events, Branches.cpp terminators,
// Calls.cpp what a call does (model, summary, unknown), Objects.cpp what an
// action does to an object and whether it may, Describe.cpp how values are
// called in messages.
//
// What is hard about it: a call may end in several ways, so an event may turn
// one state into several; and a model's places (`arg0->lock`) mean objects,
// while the values are pointers.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_INTERPRETER_H
#define HOLDFAST_ENGINE_INTERPRETER_H

#include "Engine/Context.h"
#include "Engine/Liveness.h"
#include "Model/Rule.h"

#include "llvm/ADT/BitVector.h"

#include <set>
#include <tuple>

namespace holdfast::engine {

/// The key of the N-th further symbol that an event makes.
inline int64_t symbolKey(uint32_t Index, uint32_t N) {
  return int64_t(Index) | (int64_t(N) << 32);
}

inline constexpr uint32_t OutParameter = 1u << 16;

class Interpreter {
public:
  Interpreter(Context &C, uint32_t FunctionIndex);

  State entryState();
  /// Runs the events of a block on a state, and calls \p AtEnd with each state
  /// at the block's end, while the block's temps are those of that state.
  void runBlock(uint32_t Block, State S,
                llvm::function_ref<void(State &)> AtEnd);
  /// The successors of a block in a state, with what the branch tells. The
  /// state is used up.
  void successors(uint32_t Block, State &S,
                  llvm::function_ref<void(uint32_t, State)> Visit);
  /// The path has left a block: what its branch tested is dead, unless others
  /// use it.
  void forgetTested(uint32_t Block, State &S) const;
  /// The function returns in this state.
  void finish(uint32_t Block, State &S, Summary &Into);

  /// Whether two states may merge although the function may return other kinds
  /// of results after them.
  bool sameOutcome(const State &A, const State &B, uint32_t Block) const;
  /// After the last block ran: compares the ways out.
  void judgeExits();
  /// The function was run to its end: reports what only all of its paths
  /// together show.
  void finishFunction();

  void reportAfterOnePut();
  void giveBoundStores();

  // Walks.cpp
  /// The path goes from one block to another.
  void walk(uint32_t From, uint32_t To, State &S);

  uint64_t Steps = 0;
  /// What the function needs of its callers.
  std::vector<Requirement> Requirements;
  /// Blocks that can reach themselves: their symbols are made again.
  llvm::BitVector InCycle;
  const ir::Function &F;
  const uint32_t Owner;

private:
  friend class Describer;
  using States = llvm::SmallVector<State, 2>;

  // Interpreter.cpp
  void run(const ir::Event &E, uint32_t Index, States &Current);
  const Value *operand(const State &S, ir::Operand O);
  void define(State &S, ir::TempId T, const Value *V);
  const Value *read(State &S, const Value *Address, ir::TypeId Ty,
                    bool IsVolatile, int64_t Event);
  void write(State &S, const Value *Address, const Value *V);
  const Value *stored(State &S, const Value *Address, ir::TypeId Ty);
  void noteStoredFunction(const Value *Address, const Value *V);
  void beginObject(State &S, const Value *Object, LifeState L);
  void overwrite(State &S, const Value *Object);
  const Value *fresh(State &S, int64_t Key, ir::TypeId Ty);
  llvm::StringRef tableEntry(const Value *Address) const;

  // RecordValues.cpp
  /// The address in the caller of what a parameter that is a record holds at
  /// \p Address; null when it may have been written since.
  const Value *asPassed(const State &S, const Value *Address);
  /// Copies a record with what is known of it.
  void copyContents(State &S, const Value *To, const Value *From);
  /// Code that nobody knows gets a copy of a record.
  void passContents(State &S, const Value *Object, Action Escape);
  /// The symbol of a record that is returned, which holds what \p Object holds.
  const Value *returnedRecord(State &S, const Value *Object);

  /// Whether the current block is the only one that uses a temp.
  bool endsWithBlock(uint32_t Temp) const;

  // Calls.cpp
  void call(const ir::Event &E, uint32_t Index, States &Current);
  void applyModel(const model::FunctionModel &FM, const ir::Event &E,
                  uint32_t Index, llvm::ArrayRef<const Value *> Args, State S,
                  States &Out);
  void applyEffects(const model::FunctionModel &FM, const ir::Event &E,
                    uint32_t Index, llvm::ArrayRef<const Value *> Args,
                    const Value *Result, State S, States &Results);
  const Value *readFor(State &S, const Value *Address, ir::TypeId Pointee);
  void applySummary(const Summary &Sum, const ir::Event &E, uint32_t Index,
                    llvm::ArrayRef<const Value *> Args, const State &S,
                    States &Out);
  void nameLastRound(State &S, uint32_t Index,
                     llvm::ArrayRef<const Value *> Args);
  void actPerhaps(State &S, Action A, Substitution &Translate);
  void applyUnknown(State &S, const ir::Event &E, uint32_t Index,
                    llvm::StringRef Callee, llvm::ArrayRef<const Value *> Args,
                    const Value *Result = nullptr);
  std::vector<uint32_t> tableTargets(const ir::Event &E) const;
  void givenTo(State &S, llvm::ArrayRef<uint32_t> Targets, const Value *V);
  void failInit(State &S, const model::FunctionModel &FM,
                const model::Effect &Effect, const ir::Event &E,
                llvm::ArrayRef<const Value *> Args, const Value *Result);
  bool isRefuted(const State &S, const model::Effect &Effect);
  void actOnContext(State &S, Action A, const model::Effect &Effect,
                    const ir::Event &E, uint32_t Index,
                    llvm::ArrayRef<const Value *> Args, const Value *Result);
  const Value *variable(const State &S, const ir::Event &E, unsigned Index);
  void loseUnknown(State &S, const ir::Event &E, llvm::StringRef Callee,
                   llvm::ArrayRef<const Value *> Args);
  const Value *object(State &S, const model::Place &P,
                      llvm::ArrayRef<const Value *> Args, const Value *Result);
  const Value *freshResult(State &S, int64_t Key, ir::TypeId Ty,
                           llvm::ArrayRef<const Value *> Args);
  bool makeTarget(State &S, const model::Place &P,
                  llvm::ArrayRef<const Value *> Args, const Value *Result,
                  uint32_t Index);
  bool isForeign(const Action &A) const;
  const Value *condition(State &S, const model::Condition &If,
                         llvm::ArrayRef<const Value *> Args,
                         const Value *Result);
  const Value *member(const Value *V, llvm::StringRef Name);
  bool checkCallbacks(State &S, const Action &Publication);

  // Holds.cpp
  void actHold(State &S, const Action &A);
  void acquire(State &S, const Action &A);
  void leaveCpu(State &S);
  void releaseHold(State &S, const Action &A);
  void assertHold(State &S, const Action &A);
  bool loseAlias(State &S, const Value *Key);
  void lose(State &S, const Value *Key);
  void loseElements(State &S);
  void unite(State &S, const Value *Condition, bool Taken);

  // LockFlags.cpp
  void noteFlag(const State &S, const Value *Variable, const Value *Before,
                const Value *After);
  void loseFlagged(State &S, const Value *Condition, bool Taken);
  /// Variables, and what callees left in them.
  std::set<std::pair<const Value *, const Value *>> Flags;

  // Holds.cpp
  void loseHolds(State &S, llvm::StringRef Callee,
                 llvm::ArrayRef<const Value *> Args);
  void loseToCallbacks(State &S, llvm::ArrayRef<const Value *> Args);
  void applyHolds(State &S, const Summary &Sum, const SummaryCase &Case,
                  bool IsSure, Substitution &Translate, const Action &Call);
  std::optional<bool> isHeld(const State &S, const Value *Lock,
                             bool ForWrite) const;
  std::optional<bool> isIn(const State &S, const Value *Context) const;
  uint64_t contextsOf(const Value *Key) const;

  // LockContracts.cpp
  LockKind lockKind(const Value *Key) const;
  bool isDeclaredLock(const Value *Key) const;
  Hold hold(const State &S, const Value *Key) const;
  void enterContract(State &S);
  void judgeContract();
  const Value *guardPlace(const Value *Guard, unsigned N);
  bool checkOrder(State &S, const Action &A);
  // What all acquisitions of a file tell together (LockUses.cpp).
  Interruption interruption(const State &S);
  void noteUse(const State &S, const Action &A);
  void noteOrder(const State &S, const Action &A,
                 llvm::ArrayRef<const Value *> Left = {});
  std::vector<const Value *> ordered(State &S, const Value *Lock,
                                     bool IsBefore);
  void giveToGuard(State &S, const Action &A);
  bool actOnGuard(State &S, const Action &A);
  bool IsUnchecked = false; ///< declared locks are no concern of the function's
  bool IsOwnMaker = false;  ///< it makes or ends its own object
  /// What the declaration says the function does to locks; nothing when that
  /// depends on the result.
  std::map<const Value *, std::optional<int>, ByOrder> Promised;
  /// Guards and locks that the guard releases first.
  std::set<std::pair<const Value *, const Value *>> Reversed;
  /// Of the call: where the arguments between the parentheses begin.
  unsigned FirstArgument = 0;

  // Requirements.cpp
  Verdict require(State &S, const Action &A);
  /// \p Of: the callee's requirement, if it is one.
  void sleep(State &S, const Action &A, llvm::ArrayRef<const Value *> Left,
             const Requirement *Of = nullptr);
  bool addRequirement(const State &S, const Action &A,
                      llvm::ArrayRef<const Value *> Left = {},
                      const Requirement *Of = nullptr);
  void reportUnmet(State &S, const Action &A);
  void markReported(State &S, const Value *Key);
  void noteNeed(State &S, const Action &A);
  void refuteNeeds(State &S, const Value *Lock);
  void applyRequirements(State &S, const Summary &Sum,
                         llvm::ArrayRef<const Value *> Args,
                         const Action &Call);

  // AccessRules.cpp
  /// What must hold where a member is touched.
  struct Access {
    std::optional<model::Rule> Read, Write, Exempt;
    std::optional<model::Rule> ReadAt, WriteAt; ///< of what it points at
    std::vector<model::RulePath> Before, After; ///< a lock: other locks
    model::Origin From;
  };
  const Access &accessRules(const Value *Address);
  void checkAccess(State &S, const Value *Address, bool IsWrite,
                   const ir::Event &E, ir::Operand Spelled);
  void checkRules(State &S, const Value *Address, bool IsWrite,
                  const ir::Loc &Where, bool IsMarked);
  std::string mode(State &S, const model::Rule &R, const Value *Self);
  std::optional<model::Rule> residual(State &S, const model::Rule &R,
                                      const Value *Self, bool &IsSure);
  bool canAsk(State &S, const model::Rule &R, const Value *Self);
  const Value *contextOf(State &S, const model::Rule &R, const Value *Self);
  Verdict requireRule(State &S, const Action &A);
  void followPlace(State &S, const Value *Address, const ir::Loc &Where);
  void checkPointee(State &S, ir::Operand O, bool IsWrite,
                    const ir::Loc &Where);
  bool isDeclaredRule(State &S, const model::Rule &R, const Value *Address);
  bool asksForDeclared(State &S, const model::Rule &R, const Value *Self);
  const Value *selfOf(const Value *Address) const;
  const Value *entryObject();
  void noteAccess(const State &S, const Value *Address, bool IsWrite,
                  ir::Operand Spelled);
  void noteLinks(const State &S, const Action &A, const ir::Event &E,
                 llvm::ArrayRef<const Value *> Args);
  HeldLocks heldLocks(const State &S, bool &IsUnclear) const;
  void noteLeaving(const State &S);
  void noteSite(const State &S, uint32_t Callee,
                llvm::ArrayRef<const Value *> Args);
  bool isPrivate(const State &S, const Value *Address) const;
  std::optional<bool> evaluate(State &S, const model::Rule &R,
                               const Value *Self);
  const Value *ruleObject(State &S, const model::RulePath &P,
                          const Value *Self);
  Verdict needLocks(State &S, const model::Rule &R, const Value *Self,
                    const Action &A);
  Verdict verdict(State &S, const Value *Address, const model::Rule &R,
                  bool IsWrite, const Access &Rules, const ir::Loc &Where,
                  bool IsMarked, std::string &By);
  void judge(State &S, const Value *Address, const model::Rule &R, bool IsWrite,
             const Access &Rules, const ir::Loc &Where, bool IsMarked);
  void auditCall(const State &S, const Action &A, llvm::StringRef Callee,
                 Verdict V);

  // Walks.cpp
  /// A loop over every object of a record.
  struct Walk {
    uint32_t Head, Local; ///< the block of its test; its variable
    ir::RecordId Record;
  };
  std::vector<Walk> Walks;
  void findWalks();
  void forEachMember(const Walk &W,
                     llvm::function_ref<void(unsigned)> Do) const;
  const Value *ofEach(unsigned Member, uint32_t Phase, uint32_t Head);
  const Value *walked(const State &S, const Walk &W);
  Range knownOfWalked(State &S, const Value *Object, unsigned Member);
  void endRound(State &S, const Walk &W);
  void noteAssertion(State &S, const Value *Condition);
  void storeToEach(State &S, const Value *Address, const Value *V);
  void callToEach(State &S, uint32_t Callee, const SummaryCase *Case);
  void enterFromOthers(State &S);
  /// What was said of all objects that a rule asks of; null when nothing.
  const OfEach *eachNow(const State &S, const model::Rule &R, bool &IsDeclared);
  std::optional<bool> holdsForEach(const State &S, const model::Rule &R);

  // Exits.cpp
  /// A way out of the function.
  struct Exit {
    State S;
    const Value *Returned;
    ir::Loc Where;
    uint32_t Block;
  };
  void noteExit(uint32_t Block, const State &S, const Value *Returned);
  void judgeExits(const Value *Key);
  void reportExit(const Exit &E, Reason Why, const Value *Key, model::Verb V,
                  const ir::Loc &Where = {});

  // LockPartners.cpp
  void noteEnding(const Value *Key);

  // Objects.cpp
  /// Applies an action, reports what it violates, and records it.
  void act(State &S, const Action &A);
  void actUnknown(State &S, const Action &A);
  void use(State &S, const Action &A);
  void initialise(State &S, const Action &A);
  void link(State &S, const Action &A);
  void leaveStructure(State &S, const Value *Node);
  void release(State &S, const Action &A);
  void leaveScope(State &S, const Value *Object, const ir::Loc &Where,
                  Reason Linked, Reason Registered);
  void setLife(State &S, const Value *X, LifeState L, const Note *Since);
  bool isInitialisedWhenZero(const Value *X) const;
  void escape(State &S, const Value *V);

  // BlindLinks.cpp
  /// A link or removal of an object to which the path has done nothing before.
  struct BlindStep {
    Action Act;
    uint32_t Block;
    Suspicion When;
  };
  void noteTouch(State &S, const Action &A);
  void reportBlindLinks();
  /// The blocks from which a block can be reached.
  llvm::BitVector reaching(uint32_t Block) const;

  // Suspicions.cpp
  /// How sure it is that a part is not initialised.
  enum class Raw : uint8_t { No, Perhaps, Yes };
  Raw rawness(const State &S, const Value *Part);
  bool isAsCallerLeftIt(const State &S, const Value *Part) const;
  void suspect(State &S, Reason Why, const Action &A, const Value *Object,
               const Value *Part);
  void suspectEarly(State &S, Reason Why, const Action &A);
  void confirm(State &S, const Action &Init);
  void dismiss(State &S, const Value *Object);
  void collectEarly(const State &S, const Value *Returned);
  void reportSuspicion(const State &S, const Suspicion &Of, const Value *Part);
  const Note *note(State &S, const Action &A);
  void noteBranch(State &S, const Value *Condition, bool Taken,
                  const ir::Loc &Where, bool WasKnown);
  bool isMadeInLoop(ir::Operand O) const;
  bool mayLeaveLoop(const State &S, const Value *Condition, uint32_t To);
  /// By block: whether what it tests may be another value in each round.
  llvm::DenseMap<uint32_t, bool> MayChange;
  void log(State &S, const Action &A);
  bool isMadeAgain(const Value *V) const;
  Finding finding(const State &S, Reason Why, const Action &A,
                  const Value *Object, const Value *Detail,
                  llvm::StringRef DetailText = "");
  void report(const State &S, Reason Why, const Action &A, const Value *Object,
              const Value *Detail, llvm::StringRef DetailText = "");

  // References.cpp
  const Value *counted(const Value *X, llvm::StringRef Kind, bool IsNumber);
  /// Does what an effect says about the owner of an object. \p IsNew: nobody
  /// knew of the object before.
  void own(State &S, const Action &A, llvm::StringRef Kind, bool IsNew);
  const Note *noteReference(State &S, const Action &A, const Value *K);
  void takeReference(State &S, const Action &A, const Value *K, Holding Kind,
                     bool IsNew);
  /// \p As: as what it is taken, if the action does not say that.
  void dropReference(State &S, const Action &A, const Value *K, Phase To,
                     ir::RecordId As = {});
  void noteSize(State &S, const Value *New, llvm::ArrayRef<const Value *> Args);
  void letHolderGo(State &S, const Value *K);
  void takeGuessed(State &S, const ir::Event &E, llvm::StringRef Callee,
                   const Value *Result);
  const Value *lender(const State &S, const Value *K) const;
  void useObject(State &S, const Value *Address, const ir::Loc &Where);
  void reportGone(State &S, const Action &A, const Value *K, const Reference &R,
                  bool IsDrop);
  void reportReference(const State &S, Reason Why, const Action &A,
                       const Value *K, const Value *Detail);
  Finding aboutReference(const State &S, Reason Why, const Action &A,
                         const Value *K, const Value *Detail);
  void share(State &S, const Value *V, const Value *Into);
  void shareNumbers(State &S, llvm::ArrayRef<const Value *> Args);
  /// All that an object of this frame holds goes where others find it.
  void shareContents(State &S, const Value *Object);
  void passToUnknown(State &S, const Value *V, llvm::StringRef Callee,
                     unsigned Argument, const Value *Result = nullptr,
                     ir::TypeId ResultType = {});
  bool isCountedDown(const State &S, const Value *K) const;

  // ReferencesAcrossCalls.cpp
  void useArguments(State &S, const ir::Event &E,
                    llvm::ArrayRef<const Value *> Args,
                    const model::FunctionModel *FM);
  void passUnmentioned(State &S, const model::FunctionModel &FM,
                       const ir::Event &E, uint32_t Index,
                       llvm::ArrayRef<const Value *> Args);
  /// Calls, and the objects owned here that they were given.
  std::set<std::pair<uint32_t, const Value *>> FoundBy;
  bool isNumber(const Value *Symbol) const;
  bool isForOthers(const ir::Event &E) const;
  bool hasFailed(const State &S, const PassedTo &P) const;
  bool goesWithItsHolder(const State &S, const Value *K) const;
  void replay(State &S, const ReferenceChange &R, const Value *X,
              const ir::Event &E, bool IsForAll);
  std::vector<ReferenceChange> referencesAtExit(State &S, const Value *Returned,
                                                const ir::Loc &Where);
  void leak(State &S, const Value *K, const Reference &R, Reason Why,
            const Value *Detail, const ir::Loc &Where, bool IsError);
  void loseInLoop(State &S, const Value *Symbol);

  // Moves.cpp
  void useMoved(State &S, const ir::Event &E, llvm::StringRef Callee,
                llvm::ArrayRef<const Value *> Args);
  void reportMoved(const State &S, const Value *Object, const Moved &M,
                   const ir::Loc &Where);

  // ThreadBound.cpp
  bool isThreadBound(const State &S, const Value *V) const;
  void noteBoundStore(State &S, const Value *Address, const Value *V);
  void settleBoundStores(const State &S);
  void handToThread(State &S, const Action &A);

  Context &C;
  ValueTable &Values;
  std::vector<const Value *> Temps; ///< of the block that runs
  Liveness Live;
  llvm::BitVector InState; ///< temps that cross blocks, and results of calls
  /// Symbols of records that calls in this block returned, and nobody has
  /// later.
  llvm::SmallDenseSet<const Value *, 4> PassingRecords;
  std::vector<uint32_t> BlockOfEvent;
  uint32_t CurrentBlock = 0, CurrentEvent = 0;
  std::vector<Exit> Exits;
  std::map<std::pair<uint32_t, uint32_t>, Access> Accesses; ///< by member
  std::vector<const Value *> ReturnedLocals; ///< whose contents are returned
  /// Parts that some path initialises, and in which block.
  std::vector<std::pair<const Value *, uint32_t>> Inits;
  std::vector<BlindStep> BlindLinks, BlindRemovals;
  /// Uses on paths that failed, by part.
  std::vector<std::pair<const Value *, Suspicion>> EarlyUses;
  /// A value of the calling thread's that was stored into a member.
  struct BoundStore {
    const Value *Address = nullptr, *V = nullptr;
    bool IsKept = false, HasReference = false; ///< at some return
    bool IsInCallee = false;
    Finding About;
  };
  std::vector<BoundStore> BoundStores;
  /// An object, and the place of the first put.
  using PutPlace = std::tuple<const Value *, uint32_t, uint32_t>;
  static PutPlace putPlace(const Value *K, const Reference &R) {
    return {K, R.Since ? R.Since->Where.Line : 0,
            R.Since ? R.Since->Where.Column : 0};
  }
  /// Uses of objects after a put that was the last one if the function puts
  /// no further reference.
  std::vector<std::pair<PutPlace, Finding>> AfterOnePut;
  std::set<PutPlace> PutAgain;
  llvm::BumpPtrAllocator Storage; ///< notes
};

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_INTERPRETER_H
