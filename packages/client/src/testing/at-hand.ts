/** As in a browser that has it in its cache: what is loaded late is there within the same turn. */
import '../together.ts';
