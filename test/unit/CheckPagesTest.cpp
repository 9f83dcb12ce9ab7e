//===- CheckPagesTest.cpp -------------------------------------------------===//
//
// Part of the Holdfast project, under the Apache License v2.0 with LLVM
// Exceptions. See LICENSE for licence information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Support/CheckPages.h"

#include "gtest/gtest.h"

using namespace holdfast;

namespace {

TEST(CheckPages, AreSortedByFamilyAndName) {
  llvm::ArrayRef<CheckPage> Pages = checkPages();
  ASSERT_FALSE(Pages.empty());
  for (size_t I = 1; I < Pages.size(); ++I)
    EXPECT_LT(std::make_pair(Pages[I - 1].Family, Pages[I - 1].Name),
              std::make_pair(Pages[I].Family, Pages[I].Name));
}

TEST(CheckPages, AreFoundWithAndWithoutPrefix) {
  const CheckPage &First = checkPages().front();
  EXPECT_EQ(findCheckPage(First.Name), &First);
  EXPECT_EQ(findCheckPage("holdfast-" + First.Name.str()), &First);
  EXPECT_EQ(findCheckPage("no-such-check"), nullptr);
}

TEST(CheckPages, SuggestOnlyNamesThatAreClose) {
  llvm::StringRef Name = checkPages().front().Name;
  EXPECT_EQ(nearestCheck(Name.drop_back().str() + "q"), Name);
  EXPECT_EQ(nearestCheck("zzzzzz"), "");
}

TEST(CheckPages, KeepTheMarkdownWithItsHeadings) {
  for (const CheckPage &P : checkPages())
    EXPECT_TRUE(P.Markdown.contains("## What it reports")) << P.Name.str();
}

} // namespace
