/** How people ask for it in Portuguese. */
import type { Phrase } from './phrase.ts';

export const pt: readonly Phrase[] = [
  [/\b(quanto custa|quanto e|qual o preco|quanto sai|quanto fica)\b/, 'preco valor'],
  [/\b(quanto tempo|quantos dias|demora quanto)\b/, 'prazo dias'],
  [/\b(onde|cade)( esta| ta)?( o| a)? (meu|minha|pedido|encomenda|pacote)\b/, 'rastrear pedido'],
  [/\b(nao|nunca|nada)( \w+){0,3} (chegou|chega|recebi|entregue)\b/, 'rastrear atraso'],
  [/\bnao (funciona|liga|esta a funcionar|pega)\b/, 'defeito garantia'],
  [/\b(chegou|veio|recebi)\b.*\b(quebrad|partid|danificad|riscad|rachad)\w*\b/, 'danificado'],
  [/\b(mandar|enviar)( \w+)? de volta\b|\b(devolver|nao gostei)\b/, 'devolucao'],
  [/\b(muito|demasiado|ficou) (pequen|grand|apertad|larg|curt)\w*\b|\boutro tamanho\b/, 'troca tamanho'],
  [/\b(mudei de ideia|nao quero mais|ja nao quero|desisti)\b/, 'cancelar'],
  [/\b(meu dinheiro|dinheiro de volta|reembols\w+|estorn\w+)\b/, 'reembolso'],
  [/\b(errei|errad|mudei|nova?|outro)\w*( \w+){0,3} (endereco|morada|casa|rua)\b/, 'endereco morada alterar'],
  [/\b(esqueci|perdi)( \w+){0,3} (senha|palavra passe|password)\b/, 'senha redefinir'],
  [/\b(mais barato|menor preco|concorren\w+)\b/, 'preco garantia'],
  [/\b(parcela\w*|em \d+ vezes|prestacoes)\b/, 'parcelar pagamento'],
  [/\b(cobrad\w+|cobraram|debitad\w+)( \w+){0,3} (duas vezes|em dobro|dobro)\b/, 'cobranca reembolso'],
  [/\b(apagar|excluir|eliminar|fechar)( \w+){0,3} (conta|dados)\b/, 'excluir conta'],
  [/\b(falar|conversar)( \w+){0,3} (alguem|pessoa|atendente|humano)\b/, 'contato atendimento'],
  [/\b(que horas|quando)( \w+){0,2} (abre|abrem|fecha|fecham)\b/, 'horario'],
];
