# The pages of the checks, turned into what the program and the reader need:
# include/CheckPages.inc (registration metadata and the text of `holdfast
# explain`) and docs/checks/index.md in the build folder.
set(HOLDFAST_PAGES_INC ${PROJECT_BINARY_DIR}/include/CheckPages.inc)
set(HOLDFAST_PAGES_INDEX ${PROJECT_BINARY_DIR}/docs/checks/index.md)
file(GLOB HOLDFAST_PAGES CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/docs/checks/*/*.md)
list(FILTER HOLDFAST_PAGES EXCLUDE REGEX "/docs/checks/TEMPLATE/")
add_custom_command(
  OUTPUT ${HOLDFAST_PAGES_INC} ${HOLDFAST_PAGES_INDEX}
  COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/cmake/generate_pages.py
    --inc ${HOLDFAST_PAGES_INC} --index ${HOLDFAST_PAGES_INDEX} ${HOLDFAST_PAGES}
  DEPENDS ${PROJECT_SOURCE_DIR}/cmake/generate_pages.py ${HOLDFAST_PAGES}
  COMMENT "Reading the pages of the checks"
  VERBATIM)
add_custom_target(HoldfastPages ALL DEPENDS ${HOLDFAST_PAGES_INC})
