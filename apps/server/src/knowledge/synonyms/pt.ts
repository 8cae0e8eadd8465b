/** Portuguese, as people ask shops and services (`../synonyms.ts` says how to write it). */
import type { Wordings } from '../synonyms.ts';

export const pt: Wordings = {
  same: `
    # Entrega
    envio entrega enviar entregar frete portes
    encomenda pacote pedido
    transportadora estafeta carteiro
    rastrear rastreio rastreamento seguir
    chegar chegou receber recebido
    atraso atrasado demora
    rápido urgente expresso
    morada endereço rua
    vizinho porteiro
    levantar recolher retirar
    estrangeiro internacional país
    alfândega imposto
    roubado perdido extraviado
    embalagem caixa

    # Dinheiro
    preço custo taxa custar valor
    grátis gratuito
    reembolso devolver dinheiro estorno
    fatura recibo
    pagar pagamento cobrar cobrança
    cartão visa
    recusado rejeitado falhou
    desconto promoção oferta saldos
    código cupão cupom voucher
    prestação parcela parcelas prestações
    iva nif
    transferência iban banco
    saldo crédito
    empresa negócio

    # Encomendar e devolver
    comprar compra encomendar
    carrinho cesto
    cancelar anular
    confirmar confirmação
    alterar mudar corrigir editar
    devolução devolver retorno
    troca trocar substituir
    partido danificado defeituoso avariado quebrado estragado
    reparar reparação conserto consertar
    garantia cobertura
    falta faltar esquecido
    peça sobressalente
    prazo dias
    reclamação queixa reclamar
    foto imagem

    # Conta
    senha palavra passe password
    entrar login sessão acessar
    conta perfil
    registar registo cadastro criar
    apagar eliminar excluir
    correio email
    subscrição assinatura plano
    renovar renovação
    bloqueado suspenso
    fraude burla golpe
    pontos fidelidade
    validade expirar
    dados informação
    rgpd privacidade lgpd
    segurança seguro
    utilizador usuário funcionário
    convite convidar
    notificação aviso lembrete

    # Gente, lugares, coisas
    loja filial
    aberto horário fechado abrir
    telefone telemóvel celular
    contacto contato falar
    estacionamento estacionar
    criança bebé
    cão animal
    acessível acessibilidade
    estudante aluno
    avaliação opinião
    tamanho medida
    pequeno apertado
    grande largo
    lavar limpar
    tecido material
    impermeável chuva
    frio inverno
    bateria pilha carregar
    manual instruções guia
    montar montagem
    alergia alérgico
    ingredientes composição
    sustentável ambiente ecológico
    presente oferta
    alugar aluguer aluguel
    aplicação app aplicativo
    erro problema falha
    agenda calendário
    marcação consulta agendamento reserva
    adiar remarcar
    relatório estatística
    exportar descarregar baixar
    importar carregar
    começar iniciar
    acabar terminar
    escolher selecionar
    semana semanal
    mês mensal
    ano anual
  `,
  fields: `
    internacional portugal brasil espanha frança suíça angola moçambique madeira açores lisboa porto
    país portugal brasil espanha frança suíça angola moçambique madeira açores lisboa porto
    encomenda transportadora rastreio entrega
    devolução prazo reembolso etiqueta
    partido garantia foto reparação
    cartão pagamento banco recusado
    fatura nif empresa
    senha conta email
    dados privacidade apagar conta
    tamanho medida guia
    loja horário morada
    agenda marcação lembrete
  `,
};
