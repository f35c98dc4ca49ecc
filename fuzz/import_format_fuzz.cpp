// A file of any format and encoding, whatever it holds: it is read to its end or refused with a sentence, and what was
// made of it is CSV in UTF-8. The first byte chooses: the file as it is; the bytes as the sheet, or the shared texts,
// of a workbook, which no fuzzer gets into a zip archive by itself; or the bytes as text in an encoding that is said.
#include <stdlib.h>
#include <zip.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "fuzz_folder.hpp"
#include "imports/formats/xlsx/workbook.hpp"
#include "imports/plain_file.hpp"
#include "platform/base/fold.hpp"

namespace {

using namespace ganbo;
using namespace ganbo::imports;

constexpr std::string_view workbook =
    R"(<workbook><workbookPr date1904="1"/><sheets><sheet name="a" id="1"/></sheets></workbook>)";
constexpr std::string_view relations =
    R"(<Relationships><Relationship Id="1" Type="/worksheet" Target="sheet.xml"/><Relationship Id="2" Type="/styles" )"
    R"(Target="styles.xml"/><Relationship Id="3" Type="/sharedStrings" Target="texts.xml"/></Relationships>)";
constexpr std::string_view styles =
    R"(<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/></cellXfs></styleSheet>)";
constexpr std::string_view texts = "<sst><si><t>one</t></si><si><r><t>two</t></r></si></sst>";
constexpr std::string_view sheet =
    R"(<worksheet><row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row></worksheet>)";

void write_workbook(const std::string& file, std::string_view of_sheet, std::string_view of_texts) {
  std::filesystem::remove(file);
  int problem = 0;
  zip_t* archive = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &problem);
  promise(archive != nullptr);
  for (const auto& [name, content] : {std::pair{"xl/workbook.xml", workbook},
                                      {"xl/_rels/workbook.xml.rels", relations},
                                      {"xl/styles.xml", styles},
                                      {"xl/texts.xml", of_texts},
                                      {"xl/sheet.xml", of_sheet}}) {
    zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
    promise(zip_file_add(archive, name, source, ZIP_FL_OVERWRITE) >= 0);
  }
  promise(zip_close(archive) == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  static constexpr std::string_view encodings[] = {"",      "",     "", "utf-16le", "utf-16be", "windows-1258",
                                                   "tcvn3", "utf-8"};
  const std::size_t choice = data[0] & 7;
  PlainFileOptions options;
  options.file = folder() + "/file";
  options.spill_directory = folder();
  options.encoding = encodings[choice];
  if (choice == 1)
    write_workbook(options.file, bytes, texts);
  else if (choice == 2)
    write_workbook(options.file, sheet, bytes);
  else
    std::ofstream(options.file, std::ios::binary) << bytes;
  const auto plain = open_plain_file(options);
  if (!plain.ok()) {
    promise(!plain.error().message.empty());
    return 0;
  }
  std::ostringstream text;
  text << std::ifstream(plain->path, std::ios::binary).rdbuf();
  // What a workbook or a card says in other bytes than UTF-8 is refused row by row, by the reader behind.
  promise(choice <= 2 || choice == 7 || is_valid_utf8(text.str()));
  using namespace formats;
  const auto shown = shown_by(bytes.substr(0, 100));
  promise(date_text(static_cast<double>(size) * 1.37, shown, (choice & 1) != 0).size() <= 19);
  return 0;
}
