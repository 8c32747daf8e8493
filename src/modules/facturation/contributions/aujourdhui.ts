/** Ce que la facturation apporte à la journée et à la recherche. */
import { formaterDate } from '#kernel/dates.ts'
import { formaterMontant } from '#kernel/montant.ts'
import { compter, typographier } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { rappelDeVisa, termeDeVisa } from '#modules/documents/index.ts'
import { lireOrganisme, organismeUneFois, peutVisiteur } from '#modules/organisme/index.ts'
import type { AFaire, Contributions } from '#web/contributions.ts'
import { dossiersAFacturer } from '../db/a-facturer.queries.ts'
import { listerFactures } from '../db/factures.queries.ts'
import { projetsEnCours } from '../db/projets.ts'
import { lireReglages } from '../db/reglages.ts'
import { mouvementsARapprocher } from '../db/reglements.ts'
import { motGenre } from '../domain/facture.ts'
import { relanceDue } from '../domain/reglements.ts'
import { aFacturerUrl, facturerDossierUrl, factureUrl, projetUrl, releveUrl } from '../liens.ts'
import { echeancesFacturation, ouvertesUneFois } from './echeances.ts'

const leGenre = { facture: 'la facture', acompte: 'la facture d’acompte', avoir: 'l’avoir' } as const

export const contributionsFacturation: Contributions = {
  echeances: echeancesFacturation,
  async aFaire(tx, { visiteur, maintenant }) {
    const emet = peutVisiteur(visiteur, 'facturation.emettre')
    const prepare = peutVisiteur(visiteur, 'facturation.preparer')
    const vise = emet || peutVisiteur(visiteur, 'pieces.viser')
    if (!emet && !prepare && !vise) return []
    const [{ zone }, projets, reglages, ouvertes, mouvements] = await Promise.all([
      organismeUneFois(tx, ''),
      vise ? projetsEnCours(tx) : [],
      emet ? lireReglages(tx) : undefined,
      emet ? ouvertesUneFois(tx, '') : [],
      emet ? mouvementsARapprocher(tx) : [],
    ])
    const le = jourLocal(maintenant, zone)
    const taches: AFaire[] = []
    // Visée une fois, elle n’attend plus d’ici qu’une émission : le second visa vient de la file, à qui peut le donner.
    for (const p of projets
      .filter((x) => x.etat === 'a-viser' && (x.visa === null || x.visa.vaut))
      .slice(0, 5))
      taches.push({
        href: projetUrl({ projet: p.id }),
        verbe: p.visa?.vaut ? 'Émettre' : 'Viser',
        chose: `${leGenre[p.genre]} pour ${p.payeur}${p.visa?.vaut ? '' : rappelDeVisa(p.demandeLe, maintenant)}`,
        detail: typographier(
          `${p.enseigne}, ${formaterMontant(p.ht)} hors taxes : rien n’engage avant le visa.`,
        ),
        geste: p.visa?.vaut ? 'Émettre' : 'Viser',
        ...(p.visa?.vaut ? {} : { avis: 'visa', terme: termeDeVisa(p.demandeLe) }),
      })
    if (prepare) {
      const dus = await dossiersAFacturer(tx, le, undefined, 20)
      const [seul] = dus
      if (dus.length === 1 && seul)
        taches.push({
          href: facturerDossierUrl({ session: seul.session, dossier: seul.dossier }),
          verbe: 'Facturer',
          chose: seul.client,
          detail: typographier(
            `${seul.intitule}, finie le ${formaterDate(seul.fin)} : ${formaterMontant(seul.reste)} au plus.`,
          ),
          geste: 'Préparer la facture',
        })
      else if (dus.length > 1)
        taches.push({
          href: aFacturerUrl(),
          verbe: 'Facturer',
          chose: compter(dus.length, 'dossier'),
          detail: 'Des heures suivies n’ont pas encore de facture.',
          geste: 'Voir ce qui est à facturer',
        })
    }
    if (reglages) {
      const retard = ouvertes.filter((f) =>
        relanceDue({ ...f, relanceeLe: f.relanceeA && jourLocal(f.relanceeA, zone) }, reglages.relances, le),
      )
      for (const f of retard.slice(0, 3))
        taches.push({
          href: factureUrl({ facture: f.id }),
          verbe: 'Relancer',
          chose: f.payeur,
          detail: typographier(
            `${f.numero}, ${formaterMontant(f.solde)} dus${f.echeance ? ` depuis le ${formaterDate(f.echeance)}` : ''}.`,
          ),
          geste: 'Relire et relancer',
          ...(f.echeance ? { terme: { jour: f.echeance, fixe: 'engagement' as const } } : {}),
        })
      if (mouvements.length > 0)
        taches.push({
          href: releveUrl(),
          verbe: 'Rapprocher',
          chose: compter(mouvements.length, 'encaissement'),
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
