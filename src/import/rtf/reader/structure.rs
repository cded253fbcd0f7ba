//! Ends of paragraphs, text boxes, cells and tables.

use super::{LeftOutKind, RtfDestination, RtfReader};

impl RtfReader<'_> {
    pub(super) fn par(&mut self) {
        self.flush();
        match self.leave_out() {
            // A paragraph also ends within hidden text.
            None | Some(LeftOutKind::Hidden) if self.state.destination == RtfDestination::Text => {
                if !self.rows.inside {
                    self.end_table();
                }
                self.end_paragraph();
            }
            Some(aside) => self.left_out.entry(aside).or_default().push('\n'),
            None => {}
        }
    }

    pub(super) fn end_paragraph(&mut self) {
        if self.text_boxes.is_empty() || !self.text.open.is_empty() {
            self.text.end();
        }
        std::mem::take(&mut self.text_boxes)
            .into_iter()
            .for_each(|words| self.text.append(words));
    }

    pub(super) fn end_open(&mut self) {
        if !self.text.open.is_empty() || !self.text_boxes.is_empty() {
            self.end_paragraph();
        }
    }

    pub(super) fn end_box(&mut self) {
        let Some((text, rows, waiting)) = self.outer_texts.pop() else {
            return;
        };
        self.end_table();
        self.end_open();
        (self.rows, self.text_boxes) = (rows, waiting);
        let words = std::mem::replace(&mut self.text, text);
        if words.len() > 0 {
            self.boxes += 1;
            self.text_boxes.push(words);
        }
    }

    pub(super) fn cell(&mut self) {
        self.flush();
        if self.state.destination != RtfDestination::Text {
            return;
        }
        let from = self.rows.cell.unwrap_or_else(|| self.text.len());
        self.end_open();
        let cell = self.text.take_cell(from);
        self.rows.row.push(cell);
        self.rows.cell = Some(self.text.len());
    }

    pub(super) fn row(&mut self) {
        self.flush();
        if self.state.destination == RtfDestination::Text {
            let row = std::mem::take(&mut self.rows.row);
            self.rows.done.push(row);
            self.rows.cell = None;
        }
    }

    pub(super) fn end_table(&mut self) {
        let mut rows = std::mem::take(&mut self.rows.done);
        if !self.rows.row.is_empty() {
            rows.push(std::mem::take(&mut self.rows.row));
        }
        self.rows.cell = None;
        if !rows.is_empty() {
            self.table_notes.extend(self.text.push_table(&rows));
        }
    }
}
