//===- Liveness.h - What no path reads any more -----------------*- C++ -*-===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Defines which scalar locals and temps are dead at the end of each block, by
// the classic backward analysis. A state that forgets them is the same as more
// other states, so that loops settle sooner.
//
// What is hard about it: a variable whose address is used otherwise than to
// load or store it may be read by anybody, and a pointer gives its name to what
// it points at in messages long after it was read last. Neither is ever dead.
//
//===----------------------------------------------------------------------===//

#ifndef HOLDFAST_ENGINE_LIVENESS_H
#define HOLDFAST_ENGINE_LIVENESS_H

#include "IR/IR.h"

#include "llvm/ADT/BitVector.h"

namespace holdfast::engine {

class Liveness {
public:
  Liveness(const ir::Module &M, const ir::Function &F);

  bool isLocalDeadAfter(uint32_t Block, uint32_t Local) const {
    return isDeadAfter(Block, BitOfLocal[Local]);
  }
  bool isTempDeadAfter(uint32_t Block, uint32_t Temp) const {
    return !crossesBlocks(Temp) || isDeadAfter(Block, BitOfTemp[Temp]);
  }
  /// Whether another block than that which makes it uses a temp.
  bool crossesBlocks(uint32_t Temp) const { return BitOfTemp[Temp] != None; }
  bool isUsed(uint32_t Temp) const { return IsUsed.test(Temp); }

private:
  static constexpr uint32_t None = ~0u;
  /// Of a function with more blocks times variables nothing is known to be
  /// dead: it would take too much memory.
  static constexpr uint64_t MaxBits = uint64_t(1) << 26;

  bool isDeadAfter(uint32_t Block, uint32_t Bit) const {
    return Bit != None && !LiveOut.empty() && !LiveOut[Block].test(Bit);
  }
  uint32_t number(const ir::Module &M, const ir::Function &F);

  std::vector<uint32_t> BitOfLocal, BitOfTemp; ///< None: not tracked
  llvm::BitVector IsUsed;                      ///< by temp
  std::vector<llvm::BitVector> LiveOut;        ///< by block
};

/// Calls \p Visit with each block that may follow.
void eachSuccessor(const ir::Terminator &T,
                   llvm::function_ref<void(uint32_t)> Visit);

} // namespace holdfast::engine

#endif // HOLDFAST_ENGINE_LIVENESS_H
