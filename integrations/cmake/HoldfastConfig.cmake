# find_package(Holdfast), then holdfast_enable(TARGET [WERROR] [CHECKS globs]):
# the checks run with every compilation of the target's sources.
find_program(HOLDFAST_CLANG_TIDY holdfast-clang-tidy
  HINTS ${CMAKE_CURRENT_LIST_DIR}/../../../bin
  DOC "clang-tidy with Holdfast's checks in it")
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Holdfast REQUIRED_VARS HOLDFAST_CLANG_TIDY)

function(holdfast_enable target)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "WERROR" "CHECKS" "")
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "holdfast_enable: unknown argument '${ARG_UNPARSED_ARGUMENTS}'")
  endif()
  if(NOT ARG_CHECKS)
    set(ARG_CHECKS "-*,holdfast-*")
  endif()
  set(command ${HOLDFAST_CLANG_TIDY} --quiet "--checks=${ARG_CHECKS}")
  if(ARG_WERROR)
    list(APPEND command "--warnings-as-errors=holdfast-*")
  endif()
  set_target_properties(${target} PROPERTIES
    C_CLANG_TIDY "${command}" CXX_CLANG_TIDY "${command}")
endfunction()
