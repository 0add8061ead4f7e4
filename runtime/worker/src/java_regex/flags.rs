//! Flags in an expression: `(?i)`, `(?s:…)`, `(?-i)`.

use super::{compile::Compiler, invalid::InvalidRegex};

/// The flags that hold where the compiler stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flags {
    /// `i`: small and capital letters of ASCII are the same.
    pub(super) ignore_case: bool,
    /// `s`: a dot stands for line terminators too.
    pub(super) dot_all: bool,
}

impl Compiler<'_> {
    /// Reads flags up to what ends them (`addFlag`, `subFlag`).
    pub(super) fn flags(&mut self) -> Result<(), InvalidRegex> {
        let mut on = true;
        while let Some(flag) = self.peek_special() {
            match flag {
                '-' if on => on = false,
                'i' => self.flags.ignore_case = on,
                's' => self.flags.dot_all = on,
                'm' | 'd' | 'u' | 'c' | 'x' | 'U' if on => {
                    let what = match flag {
                        'm' => "`(?m)`, for texts of several lines,",
                        'd' => "`(?d)`, for texts of several lines,",
                        'u' | 'U' => "`(?u)`, the case of letters beyond ASCII,",
                        'c' => "`(?c)`",
                        _ => "`(?x)`, an expression with comments,",
                    };
                    return Err(InvalidRegex::unsupported(what));
                }
                'm' | 'd' | 'u' | 'c' | 'x' | 'U' => {}
                _ => return Ok(()),
            }
            self.skip();
        }
        Ok(())
    }
}
