# The flags that all of our code is built with, and one function for a layer.
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(HOLDFAST_CCACHE ccache)
if(HOLDFAST_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # The precompiled header's own time must not count, or nothing is ever found.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    ${HOLDFAST_CCACHE})
endif()

include(CheckLinkerFlag)
check_linker_flag(CXX -fuse-ld=lld HOLDFAST_HAS_LLD)
if(HOLDFAST_HAS_LLD)
  add_link_options(-fuse-ld=lld)
endif()

add_library(HoldfastOptions INTERFACE)
target_include_directories(HoldfastOptions INTERFACE
  ${PROJECT_SOURCE_DIR}/lib ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/include)
target_include_directories(HoldfastOptions SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
separate_arguments(HOLDFAST_LLVM_DEFINITIONS NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(HoldfastOptions INTERFACE ${HOLDFAST_LLVM_DEFINITIONS})
target_compile_options(HoldfastOptions INTERFACE
  -fno-rtti -fno-exceptions -Wall -Wextra -Werror -Wno-unused-parameter)

# One precompiled header for all code that includes clang: its headers cost about
# eight seconds a file.
add_library(HoldfastClangPCH OBJECT ${PROJECT_SOURCE_DIR}/cmake/ClangPCH.cpp)
target_link_libraries(HoldfastClangPCH PUBLIC HoldfastOptions)
target_include_directories(HoldfastClangPCH SYSTEM PUBLIC ${CLANG_INCLUDE_DIRS})
if(HOLDFAST_LLVM GREATER_EQUAL 22)
  set(HOLDFAST_TIDY_REGISTRY "<clang-tidy/ClangTidyModule.h>")
else()
  set(HOLDFAST_TIDY_REGISTRY "<clang-tidy/ClangTidyModuleRegistry.h>")
endif()
target_precompile_headers(HoldfastClangPCH PRIVATE
  <clang/AST/ASTContext.h> <clang/AST/RecursiveASTVisitor.h>
  <clang/ASTMatchers/ASTMatchFinder.h> <clang/Analysis/CFG.h>
  <clang/Lex/Preprocessor.h> <clang-tidy/ClangTidyCheck.h> ${HOLDFAST_TIDY_REGISTRY})

# holdfast_add_library(NAME [CLANG] SOURCES a.cpp … LINKS HoldfastX …)
# A layer of the design. Without CLANG it may include LLVMSupport alone.
function(holdfast_add_library name)
  cmake_parse_arguments(ARG "CLANG" "" "SOURCES;LINKS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC HoldfastOptions ${ARG_LINKS})
  if(ARG_CLANG)
    target_include_directories(${name} SYSTEM PUBLIC ${CLANG_INCLUDE_DIRS})
    target_precompile_headers(${name} REUSE_FROM HoldfastClangPCH)
  endif()
endfunction()

# holdfast_add_tool(NAME [CLANG] SOURCES a.cpp … LINKS HoldfastX …)
# An executable; it brings its own LLVM, and its own clang with CLANG.
function(holdfast_add_tool name)
  cmake_parse_arguments(ARG "CLANG" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE HoldfastOptions ${ARG_LINKS})
  if(ARG_CLANG)
    target_include_directories(${name} SYSTEM PRIVATE ${CLANG_INCLUDE_DIRS})
    target_precompile_headers(${name} REUSE_FROM HoldfastClangPCH)
    # As the precompiled header was: it is shared with the plugin.
    target_compile_options(${name} PRIVATE -fPIC)
    target_link_libraries(${name} PRIVATE clang-cpp)
  endif()
  target_link_libraries(${name} PRIVATE LLVM)
endfunction()
