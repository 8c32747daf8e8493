/** Usage : le certificat part deux jours après la dernière séance. */
export const delaiCertificat = 2
