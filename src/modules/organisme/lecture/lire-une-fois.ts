import { uneFois } from '#platform/db/index.ts'
import { lireOrganisme } from '../db/organisme.queries.ts'

/** La fiche de l’organisme, une fois par transaction : pour une page que plusieurs modules composent, jamais après l’avoir changée. */
export const organismeUneFois = uneFois((tx) => lireOrganisme(tx))
