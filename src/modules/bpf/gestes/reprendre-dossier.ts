import { type DateCivile, morceaux } from '#kernel/dates.ts'
import type { ActiviteId, Id } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { plier } from '#kernel/texte.ts'
import type { Dossier } from '../domain/dossier.ts'
import { dossierStable } from '../domain/empreinte.ts'
import { ecrire, enNombre, estPositive } from '../domain/fraction.ts'
import type { FicheDemandee, PortsDeReprise } from '../domain/reprise.ts'
import { court, demiDe, horaires, natureDe, nommer, statutsDe } from './dossier-a-reprendre.ts'

export type Repris = {
  readonly reprise: Id<'Reprise'>
  readonly etat: 'lue' | 'deja-lue' | 'remplacee'
  readonly actions: number
  readonly seances: number
  readonly inscriptions: number
  readonly presences: number
  readonly produits: number
  readonly charges: number
}
/**
 * Fait d'un dossier des actions, des inscriptions, des présences, des produits et des charges, marqués « reprise » : l'histoire
 * entre après coup, hors planification. Le même cas relu ne refait rien ; changé, il remplace le précédent, dont les lignes
 * restent sans plus compter.
 */
export const reprendreDossier = async (
  dossier: Dossier,
  activite: ActiviteId,
  ports: PortsDeReprise,
  le: Date,
): Promise<Result<Repris, Refus<'cas-long'>>> => {
  if (dossier.id.length > 200 || court(dossier.id) !== dossier.id)
    return ko(refus('cas-long', 'le nom d’un cas tient en 200 signes, sur une ligne.'))
  const empreinte = ports.hacher(dossierStable(dossier))
  const compte = {
    actions: dossier.actions.length,
    seances: dossier.actions.reduce((n, a) => n + a.seances.length, 0),
    inscriptions: dossier.actions.reduce((n, a) => n + a.participants.length, 0),
    presences: 0,
    produits: dossier.produits.length,
    charges: dossier.charges.length,
  }
  const connue = await ports.connue(dossier.id)
  if (connue && connue.empreinte === empreinte) return ok({ reprise: connue.id, etat: 'deja-lue', ...compte })
  if (connue) await ports.remplacer(connue.id, le)

  const reprise = ports.nouvelId<'Reprise'>()
  const rang = (await ports.rang()) + 1
  const commun = { activite_id: activite }
  const lignes = {
    personnes: [] as Record<string, unknown>[],
    intervenants: [] as Record<string, unknown>[],
    statuts: [] as Record<string, unknown>[],
    fiches: [] as Record<string, unknown>[],
    offres: [] as Record<string, unknown>[],
    sessions: [] as Record<string, unknown>[],
    seances: [] as Record<string, unknown>[],
    seancesReprises: [] as Record<string, unknown>[],
    affectations: [] as Record<string, unknown>[],
    interventions: [] as Record<string, unknown>[],
    dossiers: [] as Record<string, unknown>[],
    inscriptions: [] as Record<string, unknown>[],
    presences: [] as Record<string, unknown>[],
  }

  const formateurs = dossier.formateurs.map((f) => ({ f, statuts: statutsDe(f) }))
  const participants = [...new Set(dossier.actions.flatMap((a) => a.participants.map((p) => p.personne)))]
  const demandes: FicheDemandee[] = [
    ...formateurs.map(({ f, statuts }) => ({
      genre: 'formateur' as const,
      ref: court(f.id),
      cle: ports.hacher(`${f.id}\n${JSON.stringify(statuts)}`),
    })),
    ...participants.map((p) => ({ genre: 'participant' as const, ref: court(p), cle: ports.hacher(p) })),
  ]
  const connues = await ports.fiches(activite, demandes)
  const ficheDe = (d: FicheDemandee | undefined, nom: string): { id: Id<'Tiers'>; neuve: boolean } => {
    const cle = `${d?.genre} ${d?.cle}`
    const deja = connues.get(cle)
    if (deja) return { id: deja, neuve: false }
    const id = ports.nouvelId<'Tiers'>()
    lignes.personnes.push({ ...commun, id, ...nommer(nom), cree_le: le })
    lignes.fiches.push({ ...commun, genre: d?.genre, ref: d?.ref, cle: `\\x${d?.cle}`, personne_id: id })
    return { id, neuve: true }
  }
  const fichesFormateurs = new Map<string, Id<'Tiers'>>()
  for (const [i, { f, statuts }] of formateurs.entries()) {
    const { id, neuve } = ficheDe(demandes[i], f.nom ?? f.id)
    fichesFormateurs.set(f.id, id)
    if (!neuve) continue
    lignes.intervenants.push({ ...commun, personne_id: id, cree_le: le })
    for (const s of statuts)
      lignes.statuts.push({ ...commun, id: ports.nouvelId<'Statut'>(), personne_id: id, ...s, cree_le: le })
  }
  const fichesParticipants = new Map(
    participants.map((p, i) => [p, ficheDe(demandes[formateurs.length + i], p).id] as const),
  )

  const sessions = new Map<string, Id<'Session'>>()
  const annee = morceaux(dossier.exercice.fin).annee
  for (const [i, a] of dossier.actions.entries()) {
    const [offre, session] = [ports.nouvelId<'Offre'>(), ports.nouvelId<'Session'>()]
    sessions.set(a.id, session)
    const intitule = court(a.id)
    const numero = `R-${annee}-${rang}-${String(i + 1).padStart(2, '0')}`
    lignes.offres.push({
      ...commun,
      id: offre,
      etat: 'retiree',
      intitule,
      pli: plier(intitule),
      nature: natureDe(a),
      modalite: a.modalite,
      codes_nsf: a.nsf === null ? [] : [a.nsf],
      objectif_f3: a.objectif?.f3 ?? null,
      niveau_f3: a.objectif?.niveau ?? null,
      cree_le: le,
      modifiee_le: le,
    })
    const quiAnime = [...new Set(a.seances.flatMap((s) => s.interventions.map((x) => x.formateur)))]
    lignes.sessions.push({
      ...commun,
      id: session,
      numero,
      offre_id: offre,
      intitule,
      nature: natureDe(a),
      etat: 'cloturee',
      lieu: 'Reprise',
      formateur: court(quiAnime.join(', '), 200),
      modalite: a.modalite ?? 'presentiel',
      pli: plier(`${intitule} ${numero}`),
      sel: `\\x${ports.sel()}`,
      reprise_id: reprise,
      cree_le: le,
    })
    const heures = horaires(a.seances)
    const seances = new Map<string, Id<'Seance'>>()
    for (const s of a.seances) {
      const id = ports.nouvelId<'Seance'>()
      seances.set(s.id, id)
      const [debut, fin] = heures.get(s.id) ?? [540, 541]
      lignes.seances.push({
        ...commun,
        id,
        session_id: session,
        jour: s.date,
        demi_journee: demiDe(s),
        debut_minutes: debut,
        fin_minutes: fin,
      })
      lignes.seancesReprises.push({
        ...commun,
        seance_id: id,
        ref: court(s.id),
        moment: s.demiJournee ?? 'asynchrone',
        heures: ecrire(s.heures),
        confiee_a: s.confieeA === null ? null : court(s.confieeA),
        cotraitant: s.cotraitant === null ? null : court(s.cotraitant),
      })
      for (const x of s.interventions) {
        const personne = fichesFormateurs.get(x.formateur)
        const minutes = Math.round(enNombre(x.heures) * 60)
        lignes.interventions.push({
          ...commun,
          seance_id: id,
          personne_id: personne,
          heures: ecrire(x.heures),
        })
        // De quoi nommer qui animait, sur la page de la session ; le bilan lit l'intervention exacte.
        if (minutes >= 1 && minutes <= 1440)
          lignes.affectations.push({
            ...commun,
            id: ports.nouvelId<'Affectation'>(),
            seance_id: id,
            personne_id: personne,
            minutes,
          })
      }
    }
    const client = a.role === 'sous_traitance_recue' ? ports.nouvelId<'Dossier'>() : null
    if (client !== null)
      lignes.dossiers.push({
        ...commun,
        id: client,
        session_id: session,
        acheteur: 'organisme-formation',
        entreprise_id: await ports.organismeDonneur(activite, le),
        circonstance: 'etablissement',
        regime: 'sous-traitance-recue',
        regime_article: 'reprise',
        prix_centimes: 0,
        cree_le: le,
      })
    for (const p of a.participants) {
      const id = ports.nouvelId<'Inscription'>()
      lignes.inscriptions.push({
        ...commun,
        id,
        session_id: session,
        personne_id: fichesParticipants.get(p.personne),
        etat: 'inscrit',
        statut_f1: p.statut === null ? null : p.statut.replaceAll('_', '-'),
        dossier_id: client,
        inscrite_le: le,
      })
      for (const [seance, h] of p.presences)
        if (estPositive(h))
          lignes.presences.push({
            ...commun,
            inscription_id: id,
            seance_id: seances.get(seance),
            heures: ecrire(h),
          })
    }
  }

  const produits = dossier.produits.map((p, i) => ({
    ...commun,
    id: ports.nouvelId<'Produit'>(),
    reprise_id: reprise,
    rang: i,
    ref: court(p.id),
    financeur: p.financeur,
    montant: ecrire(p.montant),
    session_id: p.rattachement.genre === 'action' ? (sessions.get(p.rattachement.action) ?? null) : null,
    acquis_le: p.rattachement.genre === 'date' ? (p.rattachement.date as DateCivile) : null,
    ecriture: p.rattachement.genre === 'ecriture' ? ecrire(p.rattachement.montant) : null,
  }))
  const charges = dossier.charges.map((c, i) => ({
    ...commun,
    id: ports.nouvelId<'Charge'>(),
    reprise_id: reprise,
    rang: i,
    compte: c.compte.slice(0, 40),
    libelle: c.libelle === undefined ? '' : court(c.libelle),
    montant: ecrire(c.montant),
    formateur: c.formateur,
    prestation: c.prestationFormation,
  }))
  await ports.garder({
    ...lignes,
    produits,
    charges,
    reprise: {
      id: reprise,
      cas: dossier.id,
      debut: dossier.exercice.debut,
      fin: dossier.exercice.fin,
      cerfa: dossier.cerfa ?? null,
      empreinte: `\\x${empreinte}`,
      chiffre_affaires: ecrire(dossier.chiffreAffaires),
      fin_precedente: dossier.finPrecedente ?? null,
      produits_comptables: dossier.produitsComptables ? ecrire(dossier.produitsComptables) : null,
      lue_le: le,
    },
  })
  return ok({
    reprise,
    etat: connue ? 'remplacee' : 'lue',
    ...compte,
    presences: lignes.presences.length,
  })
}
