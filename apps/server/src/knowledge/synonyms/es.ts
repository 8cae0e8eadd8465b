/** Spanish, as people ask shops and services (`../synonyms.ts` says how to write it). Long because it is a list. */
import type { Wordings } from '../synonyms.ts';

export const es: Wordings = {
  same: `
    # Envíos
    envío entrega enviar
    paquete pedido bulto caja
    mensajero repartidor transportista correos
    seguimiento rastrear rastreo localizar
    llegar llegado recibir recibido
    retraso tarde demora retrasado tardar
    rápido urgente exprés inmediato pronto
    domicilio casa dirección
    calle dirección número
    vecino portero
    recoger recogida retirar
    extranjero internacional país europa
    aduana arancel impuesto
    robado robo perdido extraviado
    vacío incompleto
    embalaje embalar envoltorio
    firma firmar firmado
    almacén existencias stock disponible
    agotado indisponible

    # Dinero
    precio coste costar cuesta tarifa valer vale importe
    gratis gratuito gratuita
    reembolso devolución devolver dinero
    factura recibo facturación
    fiscal nif cif
    tarjeta visa
    rechazada rechazar fallido denegada
    caducar caducada expirar
    pagar pago cobrar cobro
    señal adelanto depósito anticipo
    comisión tasa
    ingresos facturado ganar venta
    caja efectivo
    descuento rebaja ahorrar
    bono paquete
    regalo cheque
    transferencia iban banco cuenta
    domiciliación domiciliar recibo
    plazos cuotas financiar financiación
    cupón promocional promoción oferta cupones
    iva impuestos
    doble dos duplicado repetido
    deuda impago pendiente moroso
    saldo crédito
    barato económico asequible
    caro costoso
    subida subir aumento
    propina gratificación
    moneda divisa euro euros dólar
    datáfono tpv terminal
    stripe pasarela
    presupuesto cotización
    abono reintegro
    penalización multa recargo
    contabilidad gestoría gestor contable asesor
    trimestre trimestral
    autónomo empresa negocio

    # Suscripción y cuenta
    prueba probar demo
    registro registrarse alta crear
    cancelar baja anular
    suscripción plan programa
    contraseña clave password
    olvidar olvidada acordar recordar
    correo email mail
    verificación autenticación factor
    móvil teléfono celular
    código códigos cifra dígito
    usuario empleado profesional trabajador equipo recepcionista recepción
    permiso acceso ver
    desactivar quitar
    superior grande subir
    inferior pequeño bajar
    año anual
    entrar acceder iniciar sesión login loguear ingresar
    salir cerrar
    perfil cuenta
    bloqueado suspendido bloqueada
    hackeado hackear robado intruso
    renovar renovación prorrogar
    mensual mes mensualidad
    permanencia compromiso contrato
    dueño propietario titular administrador jefe
    traspasar transferir ceder
    invitar invitación
    rol permisos privilegio
    compañero colega empleado
    contratar contratación fichar
    despedir marchar irse
    nombre apellido
    foto imagen avatar logo logotipo
    idioma lengua traducir traducción inglés
    sede sucursal centro
    estafa fraude phishing engaño
    socio miembro membresía
    puntos fidelidad recompensa
    recomendar referido amigo

    # Citas
    horario hora turno
    descanso margen pausa
    vacaciones festivo feriado ausencia cierre
    bloquear cerrar
    servicio tratamiento
    reserva cita reservar hora
    recordatorio aviso avisar mensaje notificación
    whatsapp wasap
    texto plantilla
    modificar cambiar editar
    falta ausencia
    plazo antelación
    venir presentar vino
    avisar aviso recordatorio
    calendario agenda
    duplicado repetido dos
    local tienda sucursal sede
    aplazar posponer mover reprogramar cambiar retrasar
    plantón ausentar faltar
    espera cola lista
    hueco libre disponible disponibilidad
    lleno completo ocupado
    solapar coincidir solape choque
    repetir recurrente periódica semanal cada
    grupo clase grupal taller
    plaza aforo cupo
    duración durar minutos
    apertura abrir abierto
    domingo sábado finde
    navidad puente festivo
    enfermo médico enfermedad
    sala cabina
    silla puesto
    anticipación antelación adelanto
    temprano madrugada pronto
    confirmar confirmación
    últimas minuto
    online videollamada zoom meet
    presencial persona
    visita sesión

    # Programas
    online línea web
    página sitio web
    botón enlace
    importar traer subir
    excel hoja cálculo csv
    exportar copia descargar bajar
    borrar eliminar suprimir
    recuperar restaurar
    cliente contacto
    datos información
    rgpd lopd privacidad
    aplicación app
    sonar suenan sonido
    conexión red internet wifi cobertura
    informe estadística
    integración api webhook
    llamada petición
    fallo error problema
    añadir agregar poner crear
    incrustar insertar integrar widget
    dominio dirección url
    instagram facebook redes
    google maps
    outlook icloud
    sincronizar sincronización
    conectar vincular enlazar
    desconectar desvincular
    lento lentitud
    colgar congelar bloquear
    caído caída
    actualizar actualización versión
    instalar descargar
    navegador chrome safari firefox
    ordenador computadora pc portátil
    tableta ipad
    iphone ios apple
    android samsung
    imprimir impresora
    pantalla
    configuración ajustes opciones preferencias configurar
    notificaciones alertas push
    spam deseado
    adjunto archivo fichero documento
    historial pasado antiguo
    buscar encontrar
    filtrar filtro
    ficha expediente historia
    nota comentario apunte
    cumpleaños felicitar
    etiqueta categoría
    formulario encuesta cuestionario
    color apariencia diseño estilo
    personalizar adaptar
    colores tema
    deshacer revertir
    seguridad seguro protegido cifrado
    consentimiento autorización
    servidor alojado guardar
    copia respaldo backup
    menor niños edad
    accesible accesibilidad discapacidad silla
    soporte ayuda atención asistencia
    hablar contactar llamar comunicar
    persona humano agente
    queja reclamación reclamar
    opinión reseña valoración
    sugerencia propuesta mejora
    manual guía tutorial instrucciones vídeo
    formación curso

    # Productos
    talla tamaño medida
    pequeño estrecho ajustado
    grande ancho
    roto dañado defectuoso estropeado averiado
    reparar arreglar reparación
    garantía cobertura
    cambio cambiar sustituir reemplazar
    repuesto recambio pieza
    equivocado incorrecto erróneo
    comprar compra adquirir
    vender venta
    producto artículo
    cesta carrito
    tela tejido material
    lavar limpiar lavadora
    alergia alérgico intolerancia
    ingredientes contiene composición
    sostenible ecológico ambiente reciclar
    vegano animal
    batería cargar pila
    montar montaje instalar
    peso pesado
    agua impermeable lluvia
    frío invierno
    calor verano
    perro mascota gato
    aparcar parking estacionamiento coche

    # Lo de cada día
    empezar comenzar iniciar
    terminar acabar finalizar
    dejar permitir
    mandar enviar
    evitar impedir
    limitar límite máximo
    mínimo menos
    elegir escoger seleccionar
    mostrar aparecer salir
    ocultar esconder
    mezclar combinar unir fusionar juntar
    compartir
    equivocarse error equivocación
    funcionar servir
    varios múltiples
    diferencia comparar distinto
    necesario obligatorio
    semana semanal
    día diario
    trabajo empleo vacante
  `,
  fields: `
    internacional españa portugal francia italia alemania andorra méxico argentina chile colombia perú ecuador uruguay venezuela canarias baleares ceuta melilla lisboa bogotá lima santiago
    país españa portugal francia italia alemania andorra méxico argentina chile colombia perú ecuador uruguay venezuela canarias baleares ceuta melilla lisboa bogotá lima santiago
    cita reserva agenda horario cliente hueco
    recordatorio mensaje sms whatsapp correo cita plantilla
    ausencia cita señal penalización cancelar política
    señal cobro tarjeta reserva devolución
    tarjeta pago banco rechazado cobro
    datáfono terminal cobro local tarjeta
    factura iva fiscal empresa datos
    gestoría factura exportar iva trimestre
    plan precio mes anual usuario
    baja suscripción cancelar datos cobro
    prueba días tarjeta gratis
    contraseña enlace correo acceso
    hackeado contraseña sesión seguridad
    código móvil verificación sms
    empleado usuario permiso agenda horario
    despedir empleado acceso desactivar
    vacaciones bloquear agenda cierre
    sala recurso reserva equipo
    grupo plaza clase aforo
    lista espera hueco aviso
    repetir cita semana serie
    web página botón enlace incrustar
    instagram botón enlace reserva
    google calendario sincronizar reseña
    calendario sincronizar google outlook duplicado
    importar excel contactos clientes
    exportar excel datos copia
    borrar recuperar papelera
    rgpd datos consentimiento cliente
    menor consentimiento tutor
    servidor datos europa seguridad
    notificación móvil sonido app ajustes
    lento conexión navegador caído
    informe ingresos estadística mes
    caja efectivo cierre cobro
    bono sesiones caducar cliente
    regalo cheque código saldo
    descuento código promoción
    api clave webhook desarrollador
    idioma traducción página
    logo color diseño página
    formulario pregunta reserva cliente
    zoom videollamada enlace cita
    paquete transportista seguimiento entrega
    devolución plazo etiqueta reembolso
    roto garantía foto reparación
    talla medida guía
    alergia ingredientes salud
    soporte teléfono horario chat
    reseña opinión google cliente
    cumpleaños mensaje cliente
    ficha cliente nota historial
    duplicado cliente fusionar
    sede local dirección agenda
    propina cobro caja
    formación vídeo guía
  `,
};
