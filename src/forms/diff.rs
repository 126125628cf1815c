//! What changed between two versions of a text, word by word.

/// A run of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Same(String),
    Added(String),
    Removed(String),
}

/// Longer texts than this are compared as a whole: the table below grows with the square.
const MOST: usize = 1_500;

/// The words of both, in order: what is in both, what was removed, what was added (longest common subsequence).
pub fn compare(before: &str, after: &str) -> Vec<Piece> {
    let (old, new) = (words(before), words(after));
    if old.len() > MOST || new.len() > MOST {
        return if before == after {
            vec![Piece::Same(after.to_owned())]
        } else {
            vec![Piece::Removed(before.to_owned()), Piece::Added(after.to_owned())]
        };
    }
    let width = new.len() + 1;
    let mut common = vec![0_u16; (old.len() + 1) * width];
    let at = |i: usize, j: usize| i * width + j;
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[at(i, j)] = if old[i] == new[j] {
                common[at(i + 1, j + 1)] + 1
            } else {
                common[at(i + 1, j)].max(common[at(i, j + 1)])
            };
        }
    }
    let (mut i, mut j, mut pieces) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            push(&mut pieces, Piece::Same(new[j].to_owned()));
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && (j == new.len() || common[at(i + 1, j)] >= common[at(i, j + 1)]) {
            push(&mut pieces, Piece::Removed(old[i].to_owned()));
            i += 1;
        } else {
            push(&mut pieces, Piece::Added(new[j].to_owned()));
            j += 1;
        }
    }
    pieces
}

/// Words with the blanks that follow them.
fn words(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), piece) {
        (Some(Piece::Same(run)), Piece::Same(word))
        | (Some(Piece::Added(run)), Piece::Added(word))
        | (Some(Piece::Removed(run)), Piece::Removed(word)) => run.push_str(&word),
        (_, piece) => pieces.push(piece),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_and_removed_is_told_word_by_word() {
        let pieces =
            compare("kept three years after the last contact", "kept two years after the last contact, then erased");
        let said: Vec<String> = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Same(run) => run.clone(),
                Piece::Added(run) => format!("[+{run}]"),
                Piece::Removed(run) => format!("[-{run}]"),
            })
            .collect();
        assert_eq!(said.concat(), "kept [-three ][+two ]years after the last [-contact][+contact, then erased]");
        assert_eq!(compare("the same", "the same"), [Piece::Same("the same".into())]);
        assert_eq!(compare("", "new"), [Piece::Added("new".into())]);
    }

    #[test]
    fn both_texts_can_be_read_from_the_difference() {
        let (before, after) = ("a b c d\ne", "b x d e\nf");
        let pieces = compare(before, after);
        let take = |old: bool| -> String {
            let run = |piece: &Piece| match piece {
                Piece::Same(run) => run.clone(),
                Piece::Added(run) => {
                    if old {
                        String::new()
                    } else {
                        run.clone()
                    }
                }
                Piece::Removed(run) => {
                    if old {
                        run.clone()
                    } else {
                        String::new()
                    }
                }
            };
            pieces.iter().map(run).collect()
        };
        assert_eq!((take(true).as_str(), take(false).as_str()), (before, after));
    }
}
