import { link } from '#web/links.ts'

export const comptesCourantsUrl = link('/comptes-courants')
export const compteCourantUrl = link('/comptes-courants/:pole')
export const ecrituresDuCourantUrl = link('/comptes-courants/:pole/ecritures.csv')
export const fecDuCourantUrl = link('/comptes-courants/:pole/fec')
export const noterEchangeUrl = link('/comptes-courants/:pole/noter')
export const vivierUrl = link('/vivier')
export const maFicheUrl = link('/vivier/ma-fiche')
export const formesUrl = link('/vivier/formes')
export const ficheUrl = link('/vivier/:fiche')
export const ligneDuCourantUrl = link('/comptes-courants/:pole/lignes/:ligne')
