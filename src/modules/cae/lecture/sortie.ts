import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { accorder, compter } from '#kernel/texte.ts'
import { leGenre, pieceUrl } from '#modules/documents/index.ts'
import {
  dossiersAFacturer,
  facturerDossierUrl,
  facturesDuesDeLEnseigne,
  factureUrl,
} from '#modules/facturation/index.ts'
import type { EnseigneLue } from '#modules/organisme/index.ts'
import { sessionUrl } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { nomsDeSessions, prevuDeLActivite } from '../db/compte.ts'
import { missionsAFinir, piecesASigner, sessionsFacturables, sessionsOuvertes } from '../db/sortie.ts'
import { compterActivite, type Entrees, type LigneFacturee } from '../domain/compte.ts'
import { prevuSansDouble, type ResteAFaire, type SortieSimulee, simulerSortie } from '../domain/sortie.ts'
import { missionUrl, viserUrl } from '../liens.ts'
import type { PrisesCae } from '../prises.ts'
import { exerciceAu, lireCompte } from './compte.ts'

const manques = {
  visa: 'attend le visa de l’équipe d’appui',
  client: 'attend la signature du client',
  organisme: 'attend la signature de la coopérative',
} as const

const euros = (n: number) => formaterMontant(centimes(n))
const direTrous = (n: number) => `${compter(n, 'preuve')} ${accorder(n, 'manque', 'manquent')}`

export type SortieLue = {
  readonly reste: readonly ResteAFaire[]
  readonly caisse: SortieSimulee
  /** Faux : la comptabilité de l’activité n’est pas importée, la caisse ne dit que ce qui vient. */
  readonly comptabilite: boolean
}

/** Ce que des lignes à venir ajouteraient aux contributions de l’exercice. */
const contributionDe = (e: Entrees, aVenir: readonly LigneFacturee[]): number => {
  const total = (lignes: readonly LigneFacturee[]) => {
    const compte = compterActivite({ ...e, lignes })
    return compte.ok ? compte.value.contributions.reduce((t, c) => t + c.total, 0) : 0
  }
  return total([...e.lignes, ...aVenir]) - total(e.lignes)
}
const ligneAVenir = (
  rang: string,
  le: DateCivile,
  montant: number,
  session: string | null,
): LigneFacturee => ({
  facture: rang,
  numero: '',
  le,
  nature: 'formation',
  montant,
  session,
  natureDeSession: null,
  corrige: null,
})

/** Ce qu’il reste à une enseigne avant de partir à cette date, et ce que sa caisse permet de verser d’ici là. */
export const lireSortie = async (
  tx: TenantTx,
  enseigne: EnseigneLue,
  {
    jour,
    sortie,
    maintenant,
  }: { readonly jour: DateCivile; readonly sortie: DateCivile; readonly maintenant: Date },
  prises: Pick<PrisesCae, 'trous'>,
): Promise<SortieLue> => {
  const id = enseigne.id
  const ouvertes = await sessionsOuvertes(tx, id)
  const facturables = await sessionsFacturables(tx, id)
  const aFacturer =
    facturables.length === 0 ? [] : await dossiersAFacturer(tx, jour, undefined, undefined, facturables)
  const dues = await facturesDuesDeLEnseigne(tx, id)
  const missions = await missionsAFinir(tx, id)
  const trous = await prises.trous(tx, facturables, maintenant)
  const closes = [...trous].filter(([s, n]) => n > 0 && ouvertes.every((o) => o.id !== s))
  const noms = await nomsDeSessions(
    tx,
    closes.map(([s]) => s),
  )
  const reste: ResteAFaire[] = [
    ...ouvertes.map((s): ResteAFaire => {
      const n = trous.get(s.id) ?? 0
      return s.fin >= jour
        ? {
            verbe: 'tenir',
            quoi: s.intitule,
            detail: `${s.numero}, jusqu’au ${formaterDate(s.fin)}`,
            href: sessionUrl({ session: s.id }),
          }
        : {
            verbe: 'prouver',
            quoi: s.intitule,
            detail: `${s.numero}, finie le ${formaterDate(s.fin)} : ${n > 0 ? direTrous(n) : 'à clôturer'}`,
            href: sessionUrl({ session: s.id }),
          }
    }),
    ...closes.map(([s, n]) => ({
      verbe: 'prouver' as const,
      quoi: noms.get(s) ?? '',
      detail: direTrous(n),
      href: sessionUrl({ session: s }),
    })),
    ...(await piecesASigner(tx, id)).map((p) => ({
      verbe: 'signer' as const,
      quoi: `${leGenre(p.genre)} ${p.numero}`,
      detail: `${p.client ? `${p.client} : ` : ''}${manques[p.manque]}`,
      href: p.manque === 'visa' ? viserUrl({ piece: p.id }) : pieceUrl({ piece: p.id }),
    })),
    ...aFacturer.map((d) => ({
      verbe: 'facturer' as const,
      quoi: d.client,
      detail: `${d.intitule}, finie le ${formaterDate(d.fin)} : ${euros(d.reste)} HT`,
      href: facturerDossierUrl({ session: d.session, dossier: d.dossier }),
    })),
    ...dues.map((f) => ({
      verbe: 'encaisser' as const,
      quoi: `${f.numero}, ${f.payeur}`,
      detail: `${euros(f.solde)}${f.echeance ? `, à échéance du ${formaterDate(f.echeance)}` : ''}`,
      href: factureUrl({ facture: f.id }),
    })),
    ...missions.map((m) => ({
      verbe: 'constater' as const,
      quoi: `${m.objet}, avec ${m.avec}`,
      detail:
        { demandee: 'attend une réponse', accordee: 'à constater', constatee: 'à confirmer' }[m.etat] ??
        m.etat,
      href: missionUrl({ mission: m.id }),
    })),
  ]
  const exercice = await exerciceAu(tx, jour)
  const { entrees, compte } = await lireCompte(tx, enseigne, exercice, jour)
  const prevu = prevuSansDouble(
    await prevuDeLActivite(tx, id, { ...exercice, debut: jour, fin: sortie }),
    aFacturer,
  )
  const montants = {
    aFacturer: aFacturer.reduce((t, d) => t + d.reste, 0),
    prevu: prevu.reduce((t, p) => t + p.montant, 0),
  }
  const tresorerie = compte.ok ? compte.value.tresorerie : null
  return {
    reste,
    comptabilite: tresorerie !== null,
    caisse: simulerSortie({
      jour,
      sortie,
      tresorerie: tresorerie?.reference ?? null,
      reserve: compte.ok ? compte.value.reserve : 0,
      dues,
      ...montants,
      contribution: contributionDe(entrees, [
        ...aFacturer.map((d, i) => ligneAVenir(`a-facturer-${i}`, jour, d.reste, d.session)),
        // Au-delà de l’exercice, le cumul repart de zéro : compté au jour de sa fin, le taux est au plus juste de celui-ci.
        ...prevu.map((p, i) =>
          ligneAVenir(
            `prevu-${i}`,
            p.le > exercice.fin ? exercice.fin : (p.le as DateCivile),
            p.montant,
            p.session,
          ),
        ),
      ]),
      missions: missions.reduce((t, m) => t + (m.montant ?? 0), 0),
    }),
  }
}
