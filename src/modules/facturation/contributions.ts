/** Ce que la facturation apporte à la journée et à la recherche. */
import { formaterDate } from '#kernel/dates.ts'
import { formaterMontant } from '#kernel/montant.ts'
import { compter, typographier } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { lireOrganisme, peutVisiteur } from '#modules/organisme/index.ts'
import type { AFaire, Contributions } from '#web/contributions.ts'
import { dossiersAFacturer } from './db/a-facturer.queries.ts'
import { listerFactures } from './db/factures.queries.ts'
import { projetsEnCours } from './db/projets.ts'
import { lireReglages } from './db/reglages.ts'
import { facturesOuvertes, mouvementsARapprocher } from './db/reglements.ts'
import { motGenre } from './domain/facture.ts'
import { relanceDue } from './domain/reglements.ts'
import { aFacturerUrl, facturerDossierUrl, factureUrl, projetUrl, releveUrl } from './liens.ts'

export const contributionsFacturation: Contributions = {
  async aFaire(tx, { visiteur, maintenant }) {
    const { zone } = await lireOrganisme(tx)
    const le = jourLocal(maintenant, zone)
    const emet = peutVisiteur(visiteur, 'facturation.emettre')
    const prepare = peutVisiteur(visiteur, 'facturation.preparer')
    const taches: AFaire[] = []
    if (emet || peutVisiteur(visiteur, 'pieces.viser'))
      for (const p of (await projetsEnCours(tx)).filter((x) => x.etat === 'a-viser').slice(0, 5))
        taches.push({
          href: projetUrl({ projet: p.id }),
          chose: `${motGenre[p.genre]} pour ${p.payeur}`,
          detail: typographier(
            `${p.enseigne}, ${formaterMontant(p.ht)} hors taxes : rien n’engage avant le visa.`,
          ),
          geste: p.visa ? 'Émettre' : 'Viser',
        })
    if (prepare) {
      const dus = await dossiersAFacturer(tx, le, undefined, 20)
      const [seul] = dus
      if (dus.length === 1 && seul)
        taches.push({
          href: facturerDossierUrl({ session: seul.session, dossier: seul.dossier }),
          chose: `Facturer ${seul.client}`,
          detail: typographier(
            `${seul.intitule}, finie le ${formaterDate(seul.fin)} : ${formaterMontant(seul.reste)} au plus.`,
          ),
          geste: 'Préparer la facture',
        })
      else if (dus.length > 1)
        taches.push({
          href: aFacturerUrl(),
          chose: compter(dus.length, 'dossier à facturer', { pluriel: 'dossiers à facturer' }),
          detail: 'Des heures suivies n’ont pas encore de facture.',
          geste: 'Voir ce qui est à facturer',
        })
    }
    if (emet) {
      const { relances } = await lireReglages(tx)
      const retard = (await facturesOuvertes(tx)).filter((f) =>
        relanceDue({ ...f, relanceeLe: f.relanceeA && jourLocal(f.relanceeA, zone) }, relances, le),
      )
      for (const f of retard.slice(0, 3))
        taches.push({
          href: factureUrl({ facture: f.id }),
          chose: `Relancer ${f.payeur}`,
          detail: typographier(
            `${f.numero}, ${formaterMontant(f.solde)} dus${f.echeance ? ` depuis le ${formaterDate(f.echeance)}` : ''}.`,
          ),
          geste: 'Relire et relancer',
        })
      const mouvements = (await mouvementsARapprocher(tx)).length
      if (mouvements > 0)
        taches.push({
          href: releveUrl(),
          chose: compter(mouvements, 'encaissement à rapprocher', { pluriel: 'encaissements à rapprocher' }),
          detail: 'Le relevé de banque propose les factures qu’ils peuvent payer.',
          geste: 'Rapprocher',
        })
    }
    return taches
  },
  async recherche(tx, mot, { visiteur, maintenant }) {
    if (!peutVisiteur(visiteur, 'facturation.lire')) return []
    const le = jourLocal(maintenant, (await lireOrganisme(tx)).zone)
    const lues = await listerFactures(
      tx,
      { q: mot.replaceAll(' ', mot.match(/^[a-z]{1,4} \d/) ? '-' : ' ') },
      { sens: 'apres', cle: undefined },
      9,
      le,
    )
    return lues.slice(0, 10).map((f) => ({
      genre: 'piece' as const,
      libelle: `${motGenre[f.genre]} ${f.numero}`,
      detail: `${f.payeur}, ${formaterMontant(f.ttc)}`,
      href: factureUrl({ facture: f.id }),
    }))
  },
}
