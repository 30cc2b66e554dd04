//! Ctrl-C: a wish that is heard between two files, never inside one.

use std::sync::atomic::{AtomicBool, Ordering};

use super::Stop;

/// Whether somebody pressed Ctrl-C.
pub(super) struct Interrupt(&'static AtomicBool);

/// Of the process: there is one keyboard.
static CAME: AtomicBool = AtomicBool::new(false);

impl Interrupt {
    /// Listens from now on.
    pub(super) fn listen() -> Self {
        // Without a handler Ctrl-C ends the program at once; the next run clears up after it.
        let _ = ctrlc::set_handler(|| CAME.store(true, Ordering::SeqCst));
        Self(&CAME)
    }

    /// Whether it came.
    pub(super) fn came(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// Stops the command once it came.
    pub(super) fn check(&self) -> Result<(), Stop> {
        if self.came() {
            return Err(Stop::Interrupted);
        }
        Ok(())
    }
}
