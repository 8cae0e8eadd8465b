/** Whether this server has a language model: what needs one is not shown without. */
import { useCommand } from '../shell/commands.ts';

export const useHasModel = (): boolean => useCommand('get_bot', {}).data?.bot.has_model ?? false;
