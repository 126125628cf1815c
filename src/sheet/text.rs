//! Bytes of a file in, UTF-8 out, or a refusal that names the line. Decoded once, here (V1.5.3).

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::grammar::Lines;
use super::sniff::{Utf8Spotter, begins_with_a_utf8_letter};
use super::{Encoding, Refusal};

const CHUNK: usize = 64 * 1024;

/// A reader of UTF-8 over a file in any encoding we know.
pub(super) struct Text<R> {
    raw: R,
    encoding: Encoding,
    /// For the encodings that std does not know.
    decoder: Option<Decoder>,
    spotter: Utf8Spotter,
    /// Raw bytes; the first `kept` are those of a letter that the last chunk cut in two.
    input: Box<[u8]>,
    kept: usize,
    output: Vec<u8>,
    given: usize,
    lines: Lines,
    taken: u64,
    most: u64,
    ended: bool,
}

impl<R: Read> Text<R> {
    /// `raw` stands behind the byte order mark, if the file has one.
    pub(super) fn new(raw: R, encoding: Encoding, most: u64) -> Text<R> {
        Text {
            raw,
            encoding,
            decoder: decoder(encoding),
            spotter: Utf8Spotter::default(),
            input: vec![0; CHUNK].into_boxed_slice(),
            kept: 0,
            output: Vec::new(),
            given: 0,
            lines: Lines::from(1),
            taken: 0,
            most,
            ended: false,
        }
    }

    /// What the text is written in, as far as it was read.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    fn fill(&mut self) -> Result<(), Refusal> {
        let read = loop {
            match self.raw.read(&mut self.input[self.kept..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.ended = read == 0;
        self.taken += read as u64;
        if self.taken > self.most {
            return Err(Refusal::TooLarge);
        }
        self.output.clear();
        self.given = 0;
        let filled = self.kept + read;
        let used = self.decode(filled)?;
        self.input.copy_within(used..filled, 0);
        self.kept = filled - used;
        if let Some(at) = memchr::memchr(0, &self.output) {
            return Err(Refusal::NotText { line: self.lines.after(&self.output[..at]) });
        }
        self.lines.pass(&self.output);
        Ok(())
    }

    /// Decodes the first `filled` bytes of the input and says how many of them it used.
    fn decode(&mut self, filled: usize) -> Result<usize, Refusal> {
        let mut used = 0;
        if self.encoding == Encoding::Ascii {
            used = encoding_rs::Encoding::ascii_valid_up_to(&self.input[..filled]);
            self.output.extend_from_slice(&self.input[..used]);
            let rest = &self.input[used..filled];
            // Four bytes are the longest letter; with fewer, the next chunk decides.
            if rest.is_empty() || (rest.len() < 4 && !self.ended) {
                return Ok(used);
            }
            let utf8 = begins_with_a_utf8_letter(rest);
            self.encoding = if utf8 { Encoding::Utf8 } else { Encoding::Windows1252 };
            self.decoder = decoder(self.encoding);
        }
        let rest = &self.input[used..filled];
        if self.encoding == Encoding::Windows1252
            && let Some(at) = self.spotter.spot(rest)
        {
            return Err(Refusal::MixedEncodings { line: self.line_after(&rest[..at]) });
        }
        let Some(decoder) = &mut self.decoder else {
            let valid = match std::str::from_utf8(rest) {
                Ok(text) => text.len(),
                Err(error) if error.error_len().is_none() && !self.ended => error.valid_up_to(),
                Err(error) => {
                    return Err(Refusal::MixedEncodings { line: self.line_after(&rest[..error.valid_up_to()]) });
                }
            };
            self.output.extend_from_slice(&rest[..valid]);
            return Ok(used + valid);
        };
        let start = self.output.len();
        // Three bytes of UTF-8 for one of Windows-1252 or two of UTF-16 are the most there can be, and some slack.
        self.output.resize(start + 3 * rest.len() + 16, 0);
        let (result, _, written) =
            decoder.decode_to_utf8_without_replacement(rest, &mut self.output[start..], self.ended);
        self.output.truncate(start + written);
        match result {
            DecoderResult::InputEmpty => Ok(filled),
            // The room is enough, so anything else is half a letter.
            DecoderResult::OutputFull | DecoderResult::Malformed(..) => {
                Err(Refusal::NotText { line: self.lines.after(&self.output) })
            }
        }
    }

    /// The line of the byte that follows `bytes`, which follow what this chunk gave so far.
    fn line_after(&self, bytes: &[u8]) -> u64 {
        let mut lines = self.lines;
        lines.pass(&self.output);
        lines.after(bytes)
    }
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.output.len() && !self.ended {
            self.fill()?;
        }
        let ready = &self.output[self.given..];
        let count = ready.len().min(out.len());
        out[..count].copy_from_slice(&ready[..count]);
        self.given += count;
        Ok(count)
    }
}

fn decoder(encoding: Encoding) -> Option<Decoder> {
    match encoding {
        Encoding::Ascii | Encoding::Utf8 => None,
        Encoding::Windows1252 => Some(WINDOWS_1252.new_decoder_without_bom_handling()),
        Encoding::Utf16Le => Some(UTF_16LE.new_decoder_without_bom_handling()),
        Encoding::Utf16Be => Some(UTF_16BE.new_decoder_without_bom_handling()),
    }
}
