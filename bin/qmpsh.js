#!/usr/bin/env node
// Starts the bundled program.
import '../dist/cli.js';
