//! What decides which way a copy takes: where the person sits, and what there is to copy to. A value, made
//! once from the variables of the process, so that tests can make their own. Read by the clipboard.

/// What decides which way a copy takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The person sits at another machine.
    pub ssh: bool,
    /// The program runs inside tmux.
    pub tmux: bool,
    /// There is a display, and with it a system clipboard.
    pub display: bool,
}

/// The first way that a copy tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// The system clipboard.
    System,
    /// The terminal, and tmux's buffer inside tmux.
    Terminal,
}

impl Surroundings {
    /// The surroundings as variables tell them.
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name| variable(name).is_some_and(|value| !value.is_empty());
        let always = cfg!(any(windows, target_os = "macos"));
        Self {
            ssh: set("SSH_CONNECTION"),
            tmux: set("TMUX"),
            display: always || set("WAYLAND_DISPLAY") || set("DISPLAY"),
        }
    }

    /// Whether the person sits at a desktop of this machine.
    pub fn desktop(self) -> bool {
        self.display && !self.ssh
    }

    /// The first way that a copy tries.
    pub(super) fn way(self) -> Way {
        if self.desktop() { Way::System } else { Way::Terminal }
    }
}
