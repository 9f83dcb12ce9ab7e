# Finds the LLVM and Clang of the chosen major version in Debian's prefix, or in
# LLVM_DIR / Clang_DIR when given, and refuses any other version.
find_package(LLVM REQUIRED CONFIG
  PATHS /usr/lib/llvm-${HOLDFAST_LLVM}/lib/cmake/llvm NO_DEFAULT_PATH)
find_package(Clang REQUIRED CONFIG
  PATHS /usr/lib/llvm-${HOLDFAST_LLVM}/lib/cmake/clang NO_DEFAULT_PATH)
if(NOT LLVM_VERSION_MAJOR EQUAL HOLDFAST_LLVM)
  message(FATAL_ERROR "found LLVM ${LLVM_PACKAGE_VERSION}, but HOLDFAST_LLVM is ${HOLDFAST_LLVM}")
endif()
message(STATUS "Holdfast: LLVM ${LLVM_PACKAGE_VERSION} in ${LLVM_INSTALL_PREFIX}")
