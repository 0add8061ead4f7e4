//! Problems for people: each with the line, carets under what is wrong, and what to write instead.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use super::{
    Code, File, Problem, Severity,
    message::is_consequence,
    secrets::Shown,
    source::{Source, lines, sanitised},
};

/// How it may look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Characters that every terminal and every log has.
    Plain,
    /// Colours and lines.
    Colour,
}

/// Renders every problem of a file.
pub(super) fn render(file: &File, style: Style) -> String {
    let theme = match style {
        Style::Plain => GraphicalTheme { characters: ThemeCharacters::ascii(), styles: ThemeStyles::none() },
        Style::Colour => GraphicalTheme { characters: ThemeCharacters::unicode(), styles: ThemeStyles::ansi() },
    };
    let handler = GraphicalReportHandler::new_themed(theme).with_wrap_lines(false).with_links(false);
    let mut text = String::new();
    for problem in &grouped(&file.problems) {
        let column = problem.range.as_ref().map_or(1, |range| file.source.position(range.start).column);
        let report = Report { problem, lines: Lines { source: &file.source, shown: &file.shown, column } };
        // Writing to a string does not fail, and a report has no parts that could not be read.
        let _ = handler.render_report(&mut text, &report);
        text.push('\n');
    }
    text.lines().map(str::trim_end).fold(String::new(), |text, line| text + line + "\n")
}

/// The same problems, with all keys that are missing in one place as one.
fn grouped(problems: &[Problem]) -> Vec<Problem> {
    let mut grouped: Vec<Problem> = Vec::new();
    for problem in problems {
        match grouped.last_mut() {
            Some(last) if last.code == Code::MissingKey && problem.code == last.code && problem.range == last.range => {
                last.messages.extend(problem.messages.iter().cloned());
                let help = last.help.iter().chain(&problem.help).cloned().collect::<Vec<_>>();
                last.help = (!help.is_empty()).then(|| help.join("\n"));
            }
            _ => grouped.push(problem.clone()),
        }
    }
    grouped
}

/// A problem as the library takes it.
struct Report<'a> {
    problem: &'a Problem,
    lines: Lines<'a>,
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&sanitised(self.problem.message()))?;
        // What cannot be parsed is null for Kafka, and null is refused as well: nothing to be mended.
        let others = self.problem.messages.iter().skip(1).filter(|message| !is_consequence(message));
        others.into_iter().try_for_each(|message| write!(f, "\n{}", sanitised(message)))
    }
}

impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.problem, f)
    }
}

impl std::error::Error for Report<'_> {}

impl Diagnostic for Report<'_> {
    fn code(&self) -> Option<Box<dyn fmt::Display + '_>> {
        Some(Box::new(format!("{}[{}]", self.problem.severity.name(), self.problem.code.name())))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.problem.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help(&self) -> Option<Box<dyn fmt::Display + '_>> {
        let help = self.problem.help.as_deref()?;
        Some(Box::new(sanitised(help)))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.problem.range.as_ref().map(|_| -> &dyn SourceCode { &self.lines })
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let range = self.problem.range.as_ref()?;
        let range = self.lines.shown.range(range);
        Some(Box::new(std::iter::once(LabeledSpan::new(None, range.start, range.len().max(1)))))
    }
}

/// The lines of a file that are wrong, and no others: what stands around them may be secret.
struct Lines<'a> {
    source: &'a Source,
    shown: &'a Shown,
    /// Where the mistake is in the file, from 1: what is hidden may be longer or shorter.
    column: usize,
}

impl SourceCode for Lines<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let text = self.shown.text.as_str();
        let is_end = |c: char| matches!(c, '\n' | '\r');
        let before = text.get(..span.offset()).ok_or(MietteError::OutOfBounds)?;
        let start = before.rfind(is_end).map_or(0, |at| at + 1);
        let last = (span.offset() + span.len().saturating_sub(1)).min(text.len());
        let end = text.get(last..).ok_or(MietteError::OutOfBounds)?.find(is_end).map_or(text.len(), |at| last + at);
        let content = text.get(start..end).ok_or(MietteError::OutOfBounds)?;
        // Nothing is replaced across the ends of lines, so that the file has as many.
        let line = lines(before) - 1;
        Ok(Box::new(MietteSpanContents::new_named(
            self.source.name().into_owned(),
            content.as_bytes(),
            (start, end - start).into(),
            line,
            self.column.saturating_sub(1),
            lines(content),
        )))
    }
}
