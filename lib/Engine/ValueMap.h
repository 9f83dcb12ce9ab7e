//===- ValueMap.h - A small map from values, cheap to fork ------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines the map that states are made of: sorted by the order of the values'
// creation (so that iteration is the same in every run), and shared between
// forked states.
//
// What is hard about it: a function's states are forked at each branch and
// merged at each join, and differ in a few entries of hundreds. So a map is a
// list of small sorted chunks; a change copies the list and one chunk, and the
// comparison of two maps skips the chunks that they share.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_VALUEMAP_H
#define HOLDFAST_ENGINE_VALUEMAP_H

#include "Engine/Value.h"

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/iterator_range.h"

#include <algorithm>
#include <utility>

namespace holdfast::engine {

template <typename T> class ValueMap {
public:
  using Entry = std::pair<const Value *, T>;

private:
  static constexpr size_t MaxChunk = 16;
  struct Chunk : llvm::RefCountedBase<Chunk> {
    llvm::SmallVector<Entry, MaxChunk> Entries; ///< not empty, but while built
  };
  struct Storage : llvm::RefCountedBase<Storage> {
    llvm::SmallVector<llvm::IntrusiveRefCntPtr<Chunk>, 4> Chunks;
    size_t Size = 0;
  };

public:
  class iterator {
  public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = const Entry;
    using difference_type = std::ptrdiff_t;
    using pointer = const Entry *;
    using reference = const Entry &;

    iterator() = default;
    reference operator*() const { return chunk().Entries[Position]; }
    pointer operator->() const { return &**this; }
    iterator &operator++() {
      if (++Position == chunk().Entries.size())
        skipChunk();
      return *this;
    }
    iterator operator++(int) {
      iterator Old = *this;
      ++*this;
      return Old;
    }
    friend bool operator==(const iterator &A, const iterator &B) {
      return A.Index == B.Index && A.Position == B.Position;
    }
    friend bool operator!=(const iterator &A, const iterator &B) {
      return !(A == B);
    }

  private:
    friend class ValueMap;
    iterator(const Storage *Of, size_t Index) : Of(Of), Index(Index) {}
    const Chunk &chunk() const { return *Of->Chunks[Index]; }
    bool isAtEnd() const { return !Of || Index == Of->Chunks.size(); }
    void skipChunk() {
      ++Index;
      Position = 0;
    }
    const Storage *Of = nullptr;
    size_t Index = 0, Position = 0;
  };

  const T *find(const Value *K) const {
    if (!Data)
      return nullptr;
    size_t Index = chunkOf(K);
    if (Index == Data->Chunks.size())
      return nullptr;
    const auto &In = Data->Chunks[Index]->Entries;
    auto It = lower(In, K);
    return It != In.end() && It->first == K ? &It->second : nullptr;
  }
  void set(const Value *K, T V) {
    if (const T *Known = find(K); Known && *Known == V)
      return;
    replace(K, std::move(V));
  }
  /// Stores also what is equal to what is there: equality may leave parts out.
  void replace(const Value *K, T V) {
    own();
    if (Data->Chunks.empty()) {
      Data->Chunks.push_back(new Chunk());
      Data->Chunks.back()->Entries.push_back({K, std::move(V)});
      Data->Size = 1;
      return;
    }
    size_t Index = std::min(chunkOf(K), Data->Chunks.size() - 1);
    auto *In = &ownChunk(Index).Entries;
    auto It = lower(*In, K);
    if (It != In->end() && It->first == K) {
      It->second = std::move(V);
      return;
    }
    ++Data->Size;
    if (In->size() < MaxChunk) {
      In->insert(It, {K, std::move(V)});
      return;
    }
    // New values come last: what is full stays full.
    llvm::IntrusiveRefCntPtr<Chunk> Rest = new Chunk();
    size_t Position = It - In->begin(),
           Keep = Position == MaxChunk ? MaxChunk : MaxChunk / 2;
    for (size_t I = Keep; I != MaxChunk; ++I)
      Rest->Entries.push_back(std::move((*In)[I]));
    In->truncate(Keep);
    auto &Half = Position <= Keep && Keep != MaxChunk ? *In : Rest->Entries;
    Half.insert(lower(Half, K), {K, std::move(V)});
    Data->Chunks.insert(Data->Chunks.begin() + Index + 1, std::move(Rest));
  }
  void erase(const Value *K) {
    if (!find(K))
      return;
    own();
    size_t Index = chunkOf(K);
    auto &In = ownChunk(Index).Entries;
    In.erase(lower(In, K));
    --Data->Size;
    if (In.empty())
      Data->Chunks.erase(Data->Chunks.begin() + Index);
  }
  /// \p From: \p P is false for keys of a lower Order.
  template <typename Pred> void eraseIf(Pred P, uint32_t From = 0) {
    if (!Data)
      return;
    bool IsAnyEmpty = false;
    for (size_t I = 0; I != Data->Chunks.size(); ++I) {
      const auto &In = Data->Chunks[I]->Entries;
      if (In.back().first->Order < From)
        continue;
      size_t First = llvm::find_if(In, P) - In.begin();
      if (First == In.size())
        continue;
      own();
      auto &Mine = ownChunk(I).Entries;
      size_t Kept = First;
      for (size_t J = First + 1; J != Mine.size(); ++J)
        if (!P(Mine[J])) {
          if (Kept != J)
            Mine[Kept] = std::move(Mine[J]);
          ++Kept;
        }
      Data->Size -= Mine.size() - Kept;
      Mine.truncate(Kept);
      IsAnyEmpty |= Mine.empty();
    }
    if (IsAnyEmpty)
      llvm::erase_if(Data->Chunks,
                     [](const auto &C) { return C->Entries.empty(); });
  }
  iterator begin() const { return iterator(Data.get(), 0); }
  iterator end() const {
    return iterator(Data.get(), Data ? Data->Chunks.size() : 0);
  }
  llvm::iterator_range<iterator> entries() const { return {begin(), end()}; }
  bool empty() const { return size() == 0; }
  size_t size() const { return Data ? Data->Size : 0; }
  bool sharesWith(const ValueMap &O) const { return Data == O.Data; }
  friend bool operator==(const ValueMap &A, const ValueMap &B) {
    if (A.Data == B.Data)
      return true;
    if (A.size() != B.size())
      return false;
    return walkBoth(A, B, [](const Value *, const T *, const T *) {
      return false;
    });
  }
  friend bool operator!=(const ValueMap &A, const ValueMap &B) {
    return !(A == B);
  }

  /// Calls \p Visit, in order, with each key about which two maps differ, and
  /// what they have there (null where one has nothing), until it says false.
  /// Whether it never did.
  template <typename Visitor>
  static bool walkBoth(const ValueMap &X, const ValueMap &Y, Visitor Visit) {
    const T *Nothing = nullptr;
    iterator A = X.begin(), B = Y.begin();
    while (!A.isAtEnd() || !B.isAtEnd()) {
      if (!A.isAtEnd() && !B.isAtEnd()) {
        if (A.Position == B.Position && &A.chunk() == &B.chunk()) {
          A.skipChunk();
          B.skipChunk();
          continue;
        }
        if (A->first == B->first) {
          if (!(A->second == B->second) &&
              !Visit(A->first, &A->second, &B->second))
            return false;
          ++A;
          ++B;
          continue;
        }
      }
      bool IsFirst =
          B.isAtEnd() || (!A.isAtEnd() && ByOrder()(A->first, B->first));
      if (IsFirst ? !Visit(A->first, &A->second, Nothing)
                  : !Visit(B->first, Nothing, &B->second))
        return false;
      ++(IsFirst ? A : B);
    }
    return true;
  }

private:
  /// The first chunk that may hold the key.
  size_t chunkOf(const Value *K) const {
    return llvm::partition_point(Data->Chunks,
                                 [&](const auto &C) {
                                   return ByOrder()(C->Entries.back().first, K);
                                 }) -
           Data->Chunks.begin();
  }
  template <typename Vector> static auto lower(Vector &In, const Value *K) {
    return std::lower_bound(
        In.begin(), In.end(), K,
        [](const Entry &E, const Value *V) { return ByOrder()(E.first, V); });
  }
  void own() {
    if (!Data)
      Data = new Storage();
    else if (Data->UseCount() > 1)
      Data = new Storage(*Data);
  }
  /// After own().
  Chunk &ownChunk(size_t Index) {
    llvm::IntrusiveRefCntPtr<Chunk> &C = Data->Chunks[Index];
    if (C->UseCount() > 1)
      C = new Chunk(*C);
    return *C;
  }
  llvm::IntrusiveRefCntPtr<Storage> Data;
};

/// Calls \p Visit, in order, with each key about which two maps differ, and what
/// they have there: null where one has nothing.
template <typename T, typename Visitor>
void eachDifference(const ValueMap<T> &X, const ValueMap<T> &Y, Visitor Visit) {
  if (!X.sharesWith(Y))
    ValueMap<T>::walkBoth(X, Y,
                          [&](const Value *K, const T *A, const T *B) {
                            Visit(K, A, B);
                            return true;
                          });
}

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_VALUEMAP_H
