//===- ValueMap.h - A small map from values, cheap to fork ------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the map that states are made of: sorted by the order of the values'
// creation (so that iteration is the same in every run), shared between forked
// states, and copied by the first of them that changes it.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_VALUEMAP_H
#define HOLDFAST_ENGINE_VALUEMAP_H

#include "Engine/Value.h"

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace holdfast::engine {

template <typename T> class ValueMap {
public:
  using Entry = std::pair<const Value *, T>;

  const T *find(const Value *K) const {
    if (!Data)
      return nullptr;
    auto It = lower(K);
    return It != Data->Entries.end() && It->first == K ? &It->second : nullptr;
  }
  void set(const Value *K, T V) {
    if (const T *Known = find(K); Known && *Known == V)
      return;
    own();
    auto It = lower(K);
    if (It != Data->Entries.end() && It->first == K)
      It->second = std::move(V);
    else
      Data->Entries.insert(It, {K, std::move(V)});
  }
  /// Stores also what is equal to what is there: equality may leave parts out.
  void replace(const Value *K, T V) {
    own();
    auto It = lower(K);
    if (It != Data->Entries.end() && It->first == K)
      It->second = std::move(V);
    else
      Data->Entries.insert(It, {K, std::move(V)});
  }
  void erase(const Value *K) {
    if (!find(K))
      return;
    own();
    Data->Entries.erase(lower(K));
  }
  template <typename Pred> void eraseIf(Pred P) {
    if (!Data)
      return;
    size_t First = llvm::find_if(Data->Entries, P) - Data->Entries.begin();
    if (First == Data->Entries.size())
      return;
    own();
    auto Begin = Data->Entries.begin() + First;
    auto End = std::remove_if(std::next(Begin), Data->Entries.end(), P);
    std::move(std::next(Begin), End, Begin);
    Data->Entries.erase(std::prev(End), Data->Entries.end());
  }
  llvm::ArrayRef<Entry> entries() const {
    return Data ? llvm::ArrayRef<Entry>(Data->Entries)
                : llvm::ArrayRef<Entry>();
  }
  bool empty() const { return entries().empty(); }
  size_t size() const { return entries().size(); }
  bool sharesWith(const ValueMap &O) const { return Data == O.Data; }
  friend bool operator==(const ValueMap &A, const ValueMap &B) {
    return A.Data == B.Data || A.entries() == B.entries();
  }
  friend bool operator!=(const ValueMap &A, const ValueMap &B) {
    return !(A == B);
  }

private:
  struct Storage : llvm::RefCountedBase<Storage> {
    std::vector<Entry> Entries;
  };
  void own() {
    if (!Data)
      Data = new Storage();
    else if (Data->UseCount() > 1)
      Data = new Storage(*Data);
  }
  typename std::vector<Entry>::iterator lower(const Value *K) const {
    return std::lower_bound(
        Data->Entries.begin(), Data->Entries.end(), K,
        [](const Entry &E, const Value *V) { return ByOrder()(E.first, V); });
  }
  llvm::IntrusiveRefCntPtr<Storage> Data;
};

/// Calls \p Visit, in order, with each key about which two maps differ, and what
/// they have there: null where one has nothing.
template <typename T, typename Visitor>
void eachDifference(const ValueMap<T> &X, const ValueMap<T> &Y, Visitor Visit) {
  if (X.sharesWith(Y))
    return;
  auto A = X.entries().begin(), AEnd = X.entries().end();
  auto B = Y.entries().begin(), BEnd = Y.entries().end();
  while (A != AEnd || B != BEnd) {
    if (B == BEnd || (A != AEnd && ByOrder()(A->first, B->first))) {
      Visit(A->first, &A->second, static_cast<const T *>(nullptr));
      ++A;
    } else if (A == AEnd || ByOrder()(B->first, A->first)) {
      Visit(B->first, static_cast<const T *>(nullptr), &B->second);
      ++B;
    } else {
      if (!(A->second == B->second))
        Visit(A->first, &A->second, &B->second);
      ++A;
      ++B;
    }
  }
}

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_VALUEMAP_H
