import { formaterMontant, type Montant } from '#kernel/montant.ts'
import type { Command } from '#web/module.ts'
import {
  direFactureRecue,
  direIllisible,
  lireFactureElectronique,
} from '../lecture/lire-facture-electronique.ts'
import { lireAppelDeFichier } from './appel-de-fichier.ts'

const usage = 'facture-electronique lire FICHIER [--json]'

const euros = (c: number | null) => (c === null ? 'non dit' : formaterMontant(c as Montant))

/** Lit une facture électronique, PDF, CII ou UBL. 1 : elle rompt une règle ; 2 : elle ne se lit pas. */
export const factureElectroniqueLireCommande: Command = {
  nom: 'facture-electronique lire',
  usage,
  base: false,
  async run(args, contexte) {
    const { stdout, stderr } = contexte
    const appel = await lireAppelDeFichier(args, contexte, usage)
    if (appel === undefined) return 2
    const lue = await lireFactureElectronique(appel.octets)
    if (!lue.ok) {
      if (appel.json) stdout(`${JSON.stringify(direIllisible(lue.error), null, 1)}\n`)
      stderr(`${appel.fichier} : ${lue.error.phrase}\n`)
      return 2
    }
    const dite = direFactureRecue(lue.value)
    if (appel.json) stdout(`${JSON.stringify(dite, null, 1)}\n`)
    else {
      stdout(
        `${dite.syntaxe}, profil ${dite.profil ?? 'non dit'} : ${dite.numero ?? 'sans numéro'} du ${dite.date ?? 'jour non dit'}\n` +
          `De ${dite.vendeur ?? 'personne'} à ${dite.acheteur ?? 'personne'}\n` +
          `Hors taxes ${euros(dite.totaux.ht)}, TVA ${euros(dite.totaux.tva)}, total ${euros(dite.totaux.ttc)}, à payer ${euros(dite.totaux.net)}\n`,
      )
      for (const r of dite.regles) stdout(`✗ ${r.id} : ${r.message}\n`)
      for (const r of dite.remarques) stdout(`· ${r}\n`)
      if (dite.valide) stdout('Elle tient.\n')
    }
    return dite.valide ? 0 : 1
  },
}
