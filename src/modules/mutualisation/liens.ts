import { link } from '#web/links.ts'

export const comptesCourantsUrl = link('/comptes-courants')
export const compteCourantUrl = link('/comptes-courants/:pole')
export const ecrituresDuCourantUrl = link('/comptes-courants/:pole/ecritures.csv')
export const fecDuCourantUrl = link('/comptes-courants/:pole/fec')
export const noterEchangeUrl = link('/comptes-courants/:pole/noter')
export const ligneDuCourantUrl = link('/comptes-courants/:pole/lignes/:ligne')
