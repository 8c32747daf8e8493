/** La liste des sessions comme on la tient : ce qui se tient, ce qui vient, ce qui reste à finir ; une ligne, une chose, un geste. */
import type { Child } from 'hono/jsx'
import { formaterPeriode } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { ButtonLink, Etat, Jauge, Section, Table, UnClic } from '#web/components.tsx'
import type { Visiteur } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
import { sessionsASuivre, suiviesRetenues } from '../db/sessions.queries.ts'
import { motEtat } from '../domain/mots.ts'
import { type Phase, phaseDe } from '../domain/phase.ts'
import { nouvelleSessionUrl, sessionsUrl, sessionUrl } from '../liens.ts'
import type { PrisesSessions, SessionASuivre, Suivi } from '../prises.ts'

/** Ce que chaque part montre d’emblée ; le reste se cherche. */
const MONTREES = 20

const parts: readonly { readonly phase: Phase; readonly titre: string; readonly vide: string }[] = [
  { phase: 'en-cours', titre: 'En cours', vide: 'Aucune session ne se tient aujourd’hui.' },
  { phase: 'a-venir', titre: 'À venir', vide: 'Aucune session ne vient.' },
  { phase: 'a-finir', titre: 'À finir', vide: 'Aucune session passée n’attend quelque chose.' },
]

const Places = ({ inscrits, capacite }: { inscrits: number; capacite: number | null }) =>
  capacite === null ? (
    inscrits
  ) : (
    <span class="remplissage">
      <Jauge valeur={inscrits} sur={capacite} />
      {inscrits} sur {capacite}
    </span>
  )

const Attend = ({ suivi }: { suivi: Suivi | undefined }) =>
  suivi?.attend ? (
    <>
      <Etat etat="partiel" mot={suivi.attend.chose} />
      <small>{suivi.attend.qui}</small>
    </>
  ) : suivi && suivi.inscrits !== null ? (
    <Etat etat="prouve" mot="rien ne manque" />
  ) : null

export const accueilDesSessions = async (
  tx: TenantTx,
  prises: PrisesSessions,
  ou: {
    readonly visiteur: Visiteur
    readonly le: Date
    readonly formateurId: PersonneId | undefined
    readonly planifie: boolean
  },
): Promise<Child | undefined> => {
  const jour = jourLocal(ou.le, ZONE_PAR_DEFAUT)
  // Demandées ensemble : elles partent d’un seul envoi.
  const [lues, suiviDe] = await Promise.all([
    sessionsASuivre(tx, { jour, parPart: MONTREES, formateurId: ou.formateurId }),
    prises.suivre(
      tx,
      ou.visiteur,
      { toutes: suiviesRetenues('suivies'), aTenir: suiviesRetenues('a_tenir') },
      ou.le,
    ),
  ])
  if (lues.length === 0) return undefined
  const rangees = lues.map(
    (s): SessionASuivre => ({ ...s, phase: phaseDe(s.etat, s.debutTenu, s.fin, jour) }),
  )
  const montrees = parts.map((p) => {
    const toutes = rangees.filter((s) => s.phase === p.phase)
    const lignes = toutes.slice(0, MONTREES)
    return { ...p, toutes, lignes, suivis: new Map(lignes.map((s) => [s.id, suiviDe(s)])) }
  })
  return (
    <>
      {montrees.map((p) => (
        <Section
          titre={p.titre}
          id={p.phase}
          outils={[
            ...(p.phase === 'a-venir' && ou.planifie
              ? [{ libelle: 'Planifier une session', href: nouvelleSessionUrl() }]
              : []),
            ...(p.toutes.length > p.lignes.length
              ? [{ libelle: 'Les voir toutes', href: withQuery(sessionsUrl(), { vue: 'toutes' }) }]
              : []),
          ]}
        >
          {p.lignes.length === 0 ? (
            <p class="sub">{p.vide}</p>
          ) : (
            <Table
              legende={`Sessions, ${p.titre.toLocaleLowerCase('fr')}, la plus proche d’abord`}
              classe="sessions"
              lignes={p.lignes}
              colonnes={[
                { titre: 'Dates', cell: (s) => formaterPeriode(s.debutTenu, s.fin) },
                {
                  titre: 'Session',
                  entete: true,
                  cell: (s) => (
                    <>
                      <a href={sessionUrl({ session: s.id })}>{s.intitule}</a>{' '}
                      <small>
                        {s.numero}, {motEtat[s.etat]}, {s.formateur}
                        {s.lieu ? `, ${s.lieu}` : ''}
                      </small>
                    </>
                  ),
                },
                {
                  titre: 'Inscrits',
                  cell: (s) => {
                    const n = p.suivis.get(s.id)?.inscrits
                    return n === null || n === undefined ? (
                      (s.capacite ?? '')
                    ) : (
                      <Places inscrits={n} capacite={s.capacite} />
                    )
                  },
                },
                { titre: 'Ce qui manque', cell: (s) => <Attend suivi={p.suivis.get(s.id)} /> },
                {
                  titre: 'Geste',
                  cell: (s) => {
                    const geste = p.suivis.get(s.id)?.attend?.geste
                    return geste?.direct ? (
                      <UnClic direct={geste.direct} pour={`, ${s.intitule}`} />
                    ) : geste ? (
                      <ButtonLink href={geste.href}>
                        {geste.libelle}
                        <span class="unseen">, {s.intitule}</span>
                      </ButtonLink>
                    ) : (
                      ''
                    )
                  },
                },
              ]}
            />
          )}
        </Section>
      ))}
    </>
  )
}
