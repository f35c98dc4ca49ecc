// TCVN3: the Vietnamese of .VnTime and other fonts of the nineties, also called ABC: one byte a letter.
#pragma once

namespace ganbo::imports {

// What the bytes 80 to FF stand for, after TCVN 5712:1993; 0: no letter. The fonts whose names end in H draw the small
// letters as capitals, which no byte tells: they are read as small letters.
extern const char16_t tcvn3_letters[128];

}  // namespace ganbo::imports
