;;; language.el --- What the mode knows without the server  -*- lexical-binding: t; -*-

;;; Commentary:

;; Colours, indentation, comments, movement and imenu.

;;; Code:

(load (expand-file-name "common" (file-name-directory load-file-name)) nil t)
(require 'imenu)
(remove-hook 'zc-mode-hook 'eglot-ensure)

(defvar zc-test-text "//! The file.

/// A zone.
zone zone \"A zone\" {
  target: SL 2 // a level
  zone: other.with
  component `=K1 \"a`: acme.plc {
    accepts: SR 1.1 RE 2
    enable all
    channel: 8
    provides a, b,
      c
  }
}

/* A comment /* in */ another */
requirement SR 1.1 \"Users\" in part.IAC for zone z {
  let a = b

  base at SL 1:
    every c in z.components: c has lock and count(z) > 1
    otherwise \"{c} is open\"

  /// The first.
  RE 1:
    z.x
    otherwise \"m\"
}

define a: bool =
  b
")

(with-temp-buffer
  (insert zc-test-text)
  (zc-mode)
  (font-lock-ensure)
  (dolist (case '(("//!" font-lock-doc-face)
                  ("/// A" font-lock-doc-face)
                  ("zone zone" font-lock-keyword-face)
                  ("zone \"" font-lock-type-face)
                  ("A zone\"" font-lock-string-face)
                  ("target:" font-lock-variable-name-face)
                  ("SL 2" font-lock-constant-face)
                  ("a level" font-lock-comment-face)
                  ("zone:" font-lock-variable-name-face)
                  ("with" nil)
                  ("component" font-lock-keyword-face)
                  ("SR 1.1 RE 2" font-lock-constant-face)
                  ("enable" font-lock-keyword-face)
                  ("channel:" font-lock-variable-name-face)
                  ("another" font-lock-comment-face)
                  ("requirement" font-lock-keyword-face)
                  ("for zone" font-lock-keyword-face)
                  ("base" font-lock-keyword-face)
                  ("every" font-lock-keyword-face)
                  ("has" font-lock-keyword-face)
                  ("count" font-lock-builtin-face)
                  ("otherwise" font-lock-keyword-face)
                  ("is open" font-lock-string-face)
                  ("RE 1:" font-lock-keyword-face)))
    (goto-char (point-min))
    (search-forward (car case))
    (let ((face (get-text-property (match-beginning 0) 'face)))
      (zc-test-check (concat "the colour of " (car case))
                     (if (listp face) (memq (cadr case) (or face '(nil))) (eq face (cadr case)))
                     face)))
  ;; A quote in a back-quoted name opens no string.
  (goto-char (point-min))
  (search-forward "enable")
  (zc-test-check "no string is open" (null (nth 3 (syntax-ppss))) (nth 3 (syntax-ppss)))

  ;; Lines without their indentation get it back.
  (goto-char (point-min))
  (while (not (eobp))
    (delete-horizontal-space)
    (forward-line 1))
  (indent-region (point-min) (point-max))
  (zc-test-check "indentation" (equal (buffer-string) zc-test-text) (buffer-string))

  (goto-char (point-min))
  (search-forward "RE 1")
  (beginning-of-defun)
  (zc-test-check "the start of a declaration" (looking-at "requirement") (point))
  (end-of-defun)
  (zc-test-check "its end" (looking-at "\n*define\\|^$") (point))

  (let ((index (zc--imenu)))
    (dolist (entry '(("Zones" "zone") ("Components" "`=K1 \"a`") ("Requirements" "SR 1.1") ("Rules" "a")))
      (zc-test-check (concat "imenu has " (cadr entry))
                     (assoc (cadr entry) (cdr (assoc (car entry) index)))
                     index)))

  (goto-char (point-min))
  (search-forward "target")
  (comment-region (line-beginning-position) (line-end-position))
  (zc-test-check "comments" (progn (beginning-of-line) (looking-at "  // target")) t)

  ;; A long comment is filled as what it is.
  (goto-char (point-min))
  (search-forward "/// A zone.")
  (insert (mapconcat #'identity (make-list 30 " word") ""))
  (let ((fill-column 60))
    (fill-paragraph))
  (forward-line 0)
  (zc-test-check "filling keeps docs docs"
                 (and (looking-at "/// .*word") (save-excursion (forward-line -1) (looking-at "/// ")))
                 (buffer-substring (point-min) (min 400 (point-max))))
  (zc-test-check "and code code" (save-excursion (goto-char (point-min)) (search-forward "\nzone zone \"A zone\" {\n" nil t)) t))

;; Real files are indented as the formatter does it, nearly everywhere.
(let ((lines 0)
      (wrong 0))
  (dolist (file (directory-files-recursively (getenv "ZCC_EXAMPLES") "\\.zc\\'"))
    (with-temp-buffer
      (insert-file-contents file)
      (let ((wanted (split-string (buffer-string) "\n")))
        (zc-mode)
        (goto-char (point-min))
        (while (not (eobp))
          (back-to-indentation)
          (unless (nth 8 (syntax-ppss))
            (delete-region (line-beginning-position) (point)))
          (forward-line 1))
        (indent-region (point-min) (point-max))
        (let ((found (split-string (buffer-string) "\n")))
          (while wanted
            (setq lines (1+ lines))
            (unless (equal (pop wanted) (pop found))
              (setq wrong (1+ wrong))))))))
  (zc-test-check "the indentation of real files" (and (> lines 500) (< (* 100 wrong) lines)) (list wrong lines)))
(kill-emacs 0)

;;; language.el ends here
