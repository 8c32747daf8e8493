import { formaterMontant, type Montant } from '#kernel/montant.ts'
import { organismeParCode } from '#modules/organisme/index.ts'
import { fauter, lireAppel } from '#web/commande-pure.ts'
import type { Command } from '#web/module.ts'
import { pieceDeLaFacture } from '../db/factures.queries.ts'
import {
  direFactureRecue,
  direIllisible,
  lireFactureElectronique,
} from '../lecture/lire-facture-electronique.ts'
import { lireAppelDeFichier } from './appel-de-fichier.ts'
import { ecrireVers } from './ecrire-vers.ts'

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

const usageEcrire = 'facture-electronique ecrire --organisme CODE --numero N --vers FICHIER'

/** Écrit le Factur-X d’une facture émise : les octets mêmes que l’écran montre. 1 : elle fut émise sans, elle garde ses octets. */
export const factureElectroniqueEcrireCommande: Command = {
  nom: 'facture-electronique ecrire',
  usage: usageEcrire,
  base: true,
  async run(args, contexte) {
    const { services } = contexte
    const appel = lireAppel(args, ['--organisme', '--numero', '--vers'], 0)
    if (typeof appel === 'string' || !services) {
      fauter(contexte, typeof appel === 'string' ? appel : '', `Usage : ${usageEcrire}`)
      return 2
    }
    const [code = '', numero = '', vers = ''] = ['--organisme', '--numero', '--vers'].map((o) =>
      appel.valeurs.get(o),
    )
    const organisme = await organismeParCode(services.db, code)
    if (!organisme) {
      fauter(contexte, `--organisme : aucun organisme ne porte le nom court ${code}.`)
      return 2
    }
    const octets = await services.db.withTenant({ genre: 'tache', organisme }, async (tx) => {
      const piece = await pieceDeLaFacture(tx, numero)
      return piece && (await services.storage.get(tx, piece.fichier))?.octets
    })
    if (!octets) {
      fauter(contexte, `--numero : aucune facture d’ici ne porte le numéro ${numero}.`)
      return 2
    }
    const lue = await lireFactureElectronique(octets)
    if (!lue.ok) {
      fauter(contexte, `${numero} fut émise sans facture électronique : elle garde ses octets.`)
      return 1
    }
    return (await ecrireVers(contexte, vers, octets)) ? 0 : 2
  },
}
