;;; common.el --- What the tests of the mode share  -*- lexical-binding: t; -*-

;;; Commentary:

;; Steps that tell what they saw, one line each, and end Emacs where one
;; fails.

;;; Code:

(setq make-backup-files nil
      create-lockfiles nil
      inhibit-message t
      debug-on-error t)

(defun zc-test-check (step condition &optional value)
  "Report STEP with the VALUE seen; end Emacs unless CONDITION holds."
  (princ (format "%s: %S\n" step value))
  (unless condition
    (princ (format "failed: %s\n" step))
    (kill-emacs 1)))

(defun zc-test-wait (seconds condition)
  "Wait until the function CONDITION gives non-nil, at most SECONDS."
  (let ((end (+ (float-time) seconds))
        value)
    (while (and (not (setq value (funcall condition))) (< (float-time) end))
      (accept-process-output nil 0.05)
      ;; What waits for an idle moment or for the next command.
      (run-hooks 'post-command-hook)
      (timer-event-handler-due))
    value))

(defun timer-event-handler-due ()
  "Run the idle timers, which batch mode never does."
  (dolist (timer (copy-sequence timer-idle-list))
    (unless (memq (timer--function timer) '(jit-lock-deferred-fontify))
      (ignore-errors (timer-event-handler timer)))))

(provide 'common)

;;; common.el ends here
