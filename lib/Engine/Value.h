//===- Value.h - Hash-consed symbolic values --------------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines symbolic values. Two values are the same object or the same number
// exactly when they are the same pointer, so that `&rnp->lock` and
// `&rcu_get_root()->lock` meet when `rnp` was read from that root, whatever the
// source calls them.
//
// What is hard about it: addresses are built and unbuilt in many spellings. The
// table folds them when a value is made: a member of the container of p is p,
// and the container of a member of p is p.
//
// A table serves one translation unit: parameters are numbered without their
// function, so that a callee's summary speaks in values which the caller
// substitutes (Summary.h).
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_VALUE_H
#define HOLDFAST_ENGINE_VALUE_H

#include "IR/IR.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/Support/Allocator.h"

namespace holdfast::engine {

enum class ValueKind : uint8_t {
  Int,       ///< Number
  Undef,     ///< what nobody wrote
  Param,     ///< the value of parameter Number at entry
  Local,     ///< address of local Number of function Owner
  Global,    ///< address of global Number
  Function,  ///< address of the function that is operand Number
  String,    ///< address of the literal that is operand Number
  Contents,  ///< what is stored at address A at entry of the function or, with
             ///< B, since that symbol was made
  Fresh,     ///< a symbol that event Number of function Owner made
  Merged,    ///< what paths that meet at block Number of Owner left at A
  Field,     ///< address of member Number of Record, of the object at A
  Container, ///< address of the Record whose member Number is at A
  Element,   ///< address of A[B]
  Context, ///< the context that is Number in the ContextTable; of the object A
           ///< if there is one
  Unary,   ///< Number is the ir::UnaryOp
  Binary,  ///< Number is the ir::BinaryOp, +UnsignedCompare
  Counter  ///< of the references of a kind (operand Number) to the object A
};

class Value {
public:
  ValueKind Kind;
  uint32_t Owner = 0; ///< index of a function, see ValueKind
  int64_t Number = 0; ///< see ValueKind
  const Value *A = nullptr, *B = nullptr;
  ir::RecordId Record; ///< Field, Container
  uint32_t Order;      ///< position in the table: a stable order of values
  uint32_t Depth;      ///< height of the tree; bounded by the table
  ir::TypeId Pointee;  ///< what it points at, where the first maker knew
  /// A bit for each symbol (Fresh, Merged) that occurs in it; several share
  /// one.
  uint64_t Symbols = 0;
  /// Only this function can name it: something of its own occurs in it.
  bool IsInternal = false;
  /// It has a type without negative numbers, even as an int64_t.
  bool IsNatural = false;

  bool isAddress() const {
    return Kind == ValueKind::Local || Kind == ValueKind::Global ||
           Kind == ValueKind::Field || Kind == ValueKind::Element ||
           Kind == ValueKind::Container;
  }
  bool isInt() const { return Kind == ValueKind::Int; }
  /// Whether it is made of what memory held at entry, and holds still if nobody
  /// unknown wrote it.
  bool readsMemory() const {
    if (Kind == ValueKind::Contents)
      return !B && A->root()->Kind != ValueKind::Local;
    return (A && A->readsMemory()) || (B && B->readsMemory());
  }
  /// The address of the object that this address is a part of, or null.
  const Value *parent() const {
    return Kind == ValueKind::Field || Kind == ValueKind::Element ? A : nullptr;
  }
  /// The outermost object: `p` for `&p->a.b[3]`.
  const Value *root() const {
    const Value *V = this;
    while (const Value *P = V->parent())
      V = P;
    return V;
  }
  bool isWithin(const Value *Object) const {
    for (const Value *V = this; V; V = V->parent())
      if (V == Object)
        return true;
    // The member from which the object was found.
    return Object->Kind == ValueKind::Container && isWithin(Object->A);
  }
  /// Whether \p Part occurs anywhere in this value.
  bool dependsOn(const Value *Part) const {
    bool IsSymbol =
        Part->Kind == ValueKind::Fresh || Part->Kind == ValueKind::Merged;
    if (IsSymbol && !(Symbols & Part->ownBit()))
      return false;
    return this == Part || (Order > Part->Order && ((A && A->dependsOn(Part)) ||
                                                    (B && B->dependsOn(Part))));
  }
  /// Symbols that are made one after the other have different bits.
  uint64_t ownBit() const { return uint64_t(1) << (Order * 0x9E3779B9u >> 26); }
};

/// Whether an address is in an element, of unknown index, of an array.
bool isElement(const Value *V);
/// What is asked in the end by a condition as assertions keep it, `!!(a != b)`
/// or `x == 0`; \p Taken becomes the outcome of that.
const Value *tested(const Value *Condition, bool &Taken);

/// In the order of creation: the same in every run.
struct ByOrder {
  bool operator()(const Value *X, const Value *Y) const {
    return X->Order < Y->Order;
  }
};

/// What makes two values the same, and how the table finds the value of it.
struct ValueKey {
  ValueKind Kind;
  uint32_t Owner;
  int64_t Number;
  const Value *A, *B;
  ir::RecordId Record;
};

struct ValueKeyInfo {
  static Value *getEmptyKey() {
    return llvm::DenseMapInfo<Value *>::getEmptyKey();
  }
  static Value *getTombstoneKey() {
    return llvm::DenseMapInfo<Value *>::getTombstoneKey();
  }
  static unsigned getHashValue(const ValueKey &K) {
    // By order, not by address: a run is the same each time. Each step
    // multiplies, so that no two of the parts cancel out.
    uint64_t H = (uint64_t(K.Kind) << 32 | K.Owner) * 0x9E3779B97F4A7C15ull;
    auto Add = [&](uint64_t Part) {
      H = (H ^ (H >> 32) ^ Part) * 0xC2B2AE3D27D4EB4Full;
    };
    Add(uint64_t(K.Number));
    Add(uint64_t(K.A ? K.A->Order + 1 : 0) << 32 | (K.B ? K.B->Order + 1 : 0));
    Add(K.Record.Index);
    return unsigned(H >> 32);
  }
  static unsigned getHashValue(const Value *V) {
    return getHashValue(
        ValueKey{V->Kind, V->Owner, V->Number, V->A, V->B, V->Record});
  }
  static bool isEqual(const Value *V, const Value *W) { return V == W; }
  static bool isEqual(const ValueKey &K, const Value *V) {
    return V != getEmptyKey() && V != getTombstoneKey() && K.Kind == V->Kind &&
           K.Owner == V->Owner && K.Number == V->Number && K.A == V->A &&
           K.B == V->B && K.Record == V->Record;
  }
};

/// Symbols that get a new meaning. What is hard about it: values share their
/// parts, so each is asked once.
class SymbolSet {
public:
  /// False when it is there.
  bool add(const Value *Symbol) {
    if (!Members.insert(Symbol).second)
      return false;
    Bits |= Symbol->ownBit();
    First = std::min(First, Symbol->Order);
    Known.clear();
    return true;
  }
  bool contains(const Value *Symbol) const { return Members.contains(Symbol); }
  size_t size() const { return Members.size(); }
  /// No value that was made before the value of this Order has one of them.
  uint32_t firstOrder() const { return First; }
  /// Whether one of them occurs anywhere in a value.
  bool occursIn(const Value *V) const {
    if (V->Order < First || !(V->Symbols & Bits))
      return false;
    if (Members.contains(V))
      return true;
    if (!V->A && !V->B)
      return false;
    if (auto It = Known.find(V); It != Known.end())
      return It->second;
    bool Does = (V->A && occursIn(V->A)) || (V->B && occursIn(V->B));
    return Known[V] = Does;
  }

private:
  llvm::SmallDenseSet<const Value *, 8> Members;
  uint64_t Bits = 0;
  uint32_t First = UINT32_MAX;
  mutable llvm::SmallDenseMap<const Value *, bool, 16> Known;
};

class ValueTable {
public:
  explicit ValueTable(const ir::Module &M) : M(M) {}

  const Value *integer(int64_t N) { return make(ValueKind::Int, 0, N); }
  const Value *undef() { return make(ValueKind::Undef, 0, 0); }
  /// Stands for any object of a record, where objects are compared.
  const Value *anyObject(ir::RecordId R) {
    return make(ValueKind::Undef, R.Index + 1, 0);
  }
  /// Stands for every object of a record, in phase \p N of a loop over them.
  const Value *eachObject(ir::RecordId R, uint32_t N) {
    return make(ValueKind::Undef, R.Index + 1, int64_t(N) + 1);
  }
  /// Whether that is the phase before and after the loop.
  static bool isOfAll(const Value *EachObjects) {
    return EachObjects->root()->Number == 1;
  }
  const Value *param(unsigned N, ir::TypeId Ty);
  const Value *local(uint32_t Owner, uint32_t N, ir::TypeId Ty);
  const Value *global(uint32_t N);
  const Value *function(int64_t N) { return make(ValueKind::Function, 0, N); }
  const Value *context(int64_t N, const Value *Object = nullptr) {
    return make(ValueKind::Context, 0, N, Object);
  }
  const Value *string(int64_t N) { return make(ValueKind::String, 0, N); }
  /// What address \p A holds at entry; \p Ty is the type of that value.
  const Value *contents(const Value *A, ir::TypeId Ty,
                        const Value *Since = nullptr);
  const Value *fresh(uint32_t Owner, int64_t Event, ir::TypeId Ty);
  const Value *merged(uint32_t Owner, uint32_t Block, const Value *Address);
  const Value *field(const Value *A, ir::RecordId R, uint32_t N);
  const Value *container(const Value *A, ir::RecordId R, uint32_t N);
  const Value *element(const Value *A, const Value *I, ir::TypeId Ty);
  const Value *unary(ir::UnaryOp O, const Value *A);
  const Value *binary(ir::BinaryOp O, bool IsUnsigned, const Value *A,
                      const Value *B);
  const Value *counter(const Value *Object, int64_t Kind) {
    return make(ValueKind::Counter, 0, Kind, Object);
  }
  /// \p V, an address in the object at \p From, as that in the one at \p To.
  const Value *moved(const Value *V, const Value *From, const Value *To);
  /// The address of the record that was passed as the parameter whose address
  /// in the callee is \p Local.
  const Value *passedRecord(const Value *Local) {
    return make(ValueKind::Param, Local->Pointee.Index + 1, Local->Number,
                nullptr, nullptr, {}, Local->Pointee);
  }
  /// \p V, which is known to point at a \p Pointee.
  const Value *typed(const Value *V, ir::TypeId Pointee);

  /// Whether \p V was made just now: nothing can contain it yet.
  bool isNewest(const Value *V) const { return V->Order + 1 == Next; }

  /// Added to the block of a Merged that stands for a value whose symbol got a
  /// new meaning there.
  static constexpr uint32_t OldMeaning = 1u << 31;

  /// For what lives as long as the values do.
  llvm::BumpPtrAllocator &storage() { return Storage; }

  /// Added to the operator of a Binary that compares without sign.
  static constexpr int64_t UnsignedCompare = 64;

private:
  Value *make(ValueKind K, uint32_t Owner, int64_t N, const Value *A = nullptr,
              const Value *B = nullptr, ir::RecordId R = {},
              ir::TypeId Pointee = {});
  ir::TypeId pointee(ir::TypeId Ty) const;
  const Value *ofType(Value *V, ir::TypeId Ty) const;
  const Value *maskedBits(const Value *A, int64_t Mask);

  const ir::Module &M;
  llvm::DenseSet<Value *, ValueKeyInfo> Set;
  llvm::BumpPtrAllocator Storage;
  uint32_t Next = 0;
};

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_VALUE_H
