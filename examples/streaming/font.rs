//! The source of `assets/acme.ttf`: letters of five by seven squares, drawn here, as a `TrueType` font.
//!
//! A test builds it again and compares; with `ROUTE_CORS_BLESS` set, it writes the file.
//! The tables follow the [`OpenType` specification](https://learn.microsoft.com/typography/opentype/spec/otff).

/// A square's side; 1000 units are the font's size.
const SIDE: u16 = 100;
const ADVANCE: u16 = 6 * SIDE;
const ASCENT: u16 = 8 * SIDE;
const DESCENT: u16 = 2 * SIDE;

/// The rows of a letter, from the top; the fifth bit is the leftmost square.
type Letter = [u8; 7];

const MISSING: Letter = [31, 17, 17, 17, 17, 17, 31];
const SPACE: Letter = [0; 7];
#[rustfmt::skip]
const LETTERS: [Letter; 26] = [
    [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001], // A
    [0b11110, 0b10001, 0b10001, 0b11110, 0b10001, 0b10001, 0b11110],
    [0b01111, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b01111],
    [0b11110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b11110],
    [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
    [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b10000],
    [0b01111, 0b10000, 0b10000, 0b10011, 0b10001, 0b10001, 0b01111],
    [0b10001, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
    [0b01110, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110], // I
    [0b00001, 0b00001, 0b00001, 0b00001, 0b00001, 0b10001, 0b01110],
    [0b10001, 0b10010, 0b10100, 0b11000, 0b10100, 0b10010, 0b10001],
    [0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111],
    [0b10001, 0b11011, 0b10101, 0b10101, 0b10001, 0b10001, 0b10001],
    [0b10001, 0b11001, 0b10101, 0b10011, 0b10001, 0b10001, 0b10001],
    [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
    [0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000, 0b10000],
    [0b01110, 0b10001, 0b10001, 0b10001, 0b10101, 0b10010, 0b01101], // Q
    [0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001],
    [0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110],
    [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100],
    [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
    [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01010, 0b00100],
    [0b10001, 0b10001, 0b10001, 0b10101, 0b10101, 0b11011, 0b10001],
    [0b10001, 0b10001, 0b01010, 0b00100, 0b01010, 0b10001, 0b10001],
    [0b10001, 0b10001, 0b01010, 0b00100, 0b00100, 0b00100, 0b00100],
    [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b10000, 0b11111], // Z
];

/// The characters, as the ranges that the font maps: first, last, and the glyph of the first. Small letters look like
/// the large ones.
const CHARACTERS: [(u16, u16, u16); 4] = [
    (0x20, 0x20, 1),
    (0x41, 0x5A, 2),
    (0x61, 0x7A, 2),
    (0xFFFF, 0xFFFF, 0),
];

/// The font's file.
pub(crate) fn built() -> Vec<u8> {
    let mut glyphs = vec![MISSING, SPACE];
    glyphs.extend(LETTERS);
    let outlines: Vec<Vec<u8>> = glyphs.into_iter().map(outline).collect();
    let count = length(&outlines);
    let mut ends = vec![0];
    for outline in &outlines {
        ends.push(ends[ends.len() - 1] + outline.len());
    }
    let places = ends.iter().flat_map(|end| long(*end));
    let widths = outlines.iter().flat_map(|outline| {
        let left = outline.get(2..4).unwrap_or(&[0, 0]);
        [&words(&[ADVANCE]), left].concat()
    });

    // Sorted by name, as the standard requires.
    file(&[
        (b"OS/2", measures()),
        (b"cmap", mapping()),
        (b"glyf", outlines.concat()),
        (b"head", head()),
        (b"hhea", lines(count)),
        (b"hmtx", widths.collect()),
        (b"loca", places.collect()),
        (b"maxp", limits(count, &outlines)),
        (b"name", names()),
        (b"post", post()),
    ])
}

/// Big-endian numbers of 16 bits.
fn words(values: &[u16]) -> Vec<u8> {
    values
        .iter()
        .flat_map(|value| value.to_be_bytes())
        .collect()
}

/// A big-endian number of 32 bits.
fn long(value: usize) -> [u8; 4] {
    u32::try_from(value).expect("a small font").to_be_bytes()
}

fn length<T>(list: &[T]) -> u16 {
    u16::try_from(list.len()).expect("a short list")
}

/// A glyph of one rectangle for each run of squares in a row, or nothing for a glyph without squares.
fn outline(letter: Letter) -> Vec<u8> {
    let mut points: Vec<[u16; 2]> = Vec::new();
    for (row, squares) in (0..7).zip(letter) {
        let (bottom, top) = ((6 - row) * SIDE, (7 - row) * SIDE);
        let filled = |column: u16| column < 5 && squares >> (4 - column) & 1 == 1;
        let mut column = 0;
        while column < 5 {
            let left = column;
            while filled(column) {
                column += 1;
            }
            if column > left {
                let (left, right) = (left * SIDE, column * SIDE);
                points.extend([[left, bottom], [left, top], [right, top], [right, bottom]]);
            }
            column += 1;
        }
    }
    if points.is_empty() {
        return Vec::new();
    }
    let bounds = |axis: usize| {
        let values = || points.iter().map(|point| point[axis]);
        (values().min().unwrap_or(0), values().max().unwrap_or(0))
    };
    let ((left, right), (bottom, top)) = (bounds(0), bounds(1));
    let contours = length(&points) / 4;
    let mut glyph = words(&[contours, left, bottom, right, top]);
    glyph.extend((1..=contours).flat_map(|contour| words(&[4 * contour - 1])));
    glyph.extend(words(&[0])); // no instructions
    glyph.extend(points.iter().map(|_| 1)); // on the curve
    for axis in 0..2 {
        let mut last: u16 = 0;
        for point in &points {
            glyph.extend(words(&[point[axis].wrapping_sub(last)]));
            last = point[axis];
        }
    }
    glyph.resize(glyph.len().next_multiple_of(4), 0);
    glyph
}

fn mapping() -> Vec<u8> {
    let segments = length(&CHARACTERS);
    let mut table = words(&[0, 1, 3, 1, 0, 12]); // one subtable: Windows, Unicode
    table.extend(words(&[4, 16 + 8 * segments, 0])); // format 4
    table.extend(words(&[2 * segments, 8, 2, 0]));
    table.extend(CHARACTERS.iter().flat_map(|(_, last, _)| words(&[*last])));
    table.extend(words(&[0]));
    table.extend(CHARACTERS.iter().flat_map(|(first, ..)| words(&[*first])));
    let shift = |(first, _, glyph): &(u16, u16, u16)| words(&[glyph.wrapping_sub(*first)]);
    table.extend(CHARACTERS.iter().flat_map(shift));
    table.extend(CHARACTERS.iter().flat_map(|_| words(&[0])));
    table
}

fn head() -> Vec<u8> {
    let mut table = words(&[1, 0, 1, 0]); // versions
    table.extend([0; 4]); // the checksum of the file, which nothing checks
    table.extend(words(&[0x5F0F, 0x3CF5, 1, 10 * SIDE]));
    table.extend([0; 16]); // no dates, so that the file is always the same
    table.extend(words(&[0, 0, 5 * SIDE, 7 * SIDE]));
    table.extend(words(&[0, 8, 2, 1, 0]));
    table
}

fn lines(count: u16) -> Vec<u8> {
    let mut table = words(&[1, 0, ASCENT, DESCENT.wrapping_neg(), 0, ADVANCE]);
    table.extend(words(&[0, SIDE, 5 * SIDE, 1, 0, 0, 0, 0, 0, 0, 0, count]));
    table
}

fn limits(count: u16, outlines: &[Vec<u8>]) -> Vec<u8> {
    let contours = outlines.iter().filter_map(|outline| outline.get(1));
    let contours = contours.max().copied().map_or(0, u16::from);
    let mut table = words(&[1, 0, count, 4 * contours, contours]);
    table.extend(words(&[0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]));
    table
}

fn measures() -> Vec<u8> {
    let mut table = words(&[0, ADVANCE, 400, 5, 0]);
    table.extend(words(&[SIDE; 10])); // subscripts, superscripts, the line through
    table.extend(words(&[0]));
    table.extend([0; 10]); // no classification
    table.extend([0, 0, 0, 1]); // basic Latin
    table.extend([0; 12]);
    table.extend(b"ACME");
    table.extend(words(&[1 << 6, 0x20, 0x7A])); // regular
    table.extend(words(&[ASCENT, DESCENT.wrapping_neg(), 0, ASCENT, DESCENT]));
    table
}

fn names() -> Vec<u8> {
    let names = [(1, "Acme"), (2, "Regular"), (4, "Acme"), (6, "Acme")];
    let mut table = words(&[0, length(&names), 6 + 12 * length(&names)]);
    let mut texts: Vec<u16> = Vec::new();
    for (id, name) in names {
        let text: Vec<u16> = name.encode_utf16().collect();
        let place = [2 * length(&text), 2 * length(&texts)];
        table.extend(words(&[3, 1, 0x409, id, place[0], place[1]]));
        texts.extend(text);
    }
    table.extend(words(&texts));
    table
}

fn post() -> Vec<u8> {
    let mut table = words(&[3, 0, 0, 0, SIDE.wrapping_neg(), SIDE / 2, 0, 1]);
    table.extend([0; 16]);
    table
}

/// Joins the tables, with a directory at the beginning.
fn file(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = length(tables);
    let power = count.ilog2();
    let range = 16 << power;
    let mut file = words(&[1, 0, count, range]);
    file.extend(words(&[
        u16::try_from(power).expect("below 16"),
        16 * count - range,
    ]));
    let mut place = file.len() + 16 * tables.len();
    let mut content = Vec::new();
    for (name, table) in tables {
        let mut padded = table.clone();
        padded.resize(table.len().next_multiple_of(4), 0);
        let numbers = padded.chunks_exact(4).map(|bytes| {
            bytes
                .iter()
                .fold(0, |number, byte| number << 8 | u32::from(*byte))
        });
        let sum = numbers.fold(0, u32::wrapping_add);
        file.extend(name.iter());
        file.extend(sum.to_be_bytes());
        file.extend(long(place));
        file.extend(long(table.len()));
        place += padded.len();
        content.extend(padded);
    }
    file.extend(content);
    file
}

#[test]
fn the_file_is_what_is_drawn_here() {
    use std::{env, fs};

    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/streaming/assets/acme.ttf");
    if env::var_os("ROUTE_CORS_BLESS").is_some() {
        fs::write(path, built()).expect("the file is written");
    }
    let file = fs::read(path).expect("the file is there");
    assert!(file == built(), "{path} differs from what font.rs draws");
}
