import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau, formaterDuree } from '#kernel/heures.ts'
import { enVigueur } from '#kernel/parametres.ts'
import { compter, enumerer } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { type CasePassee, lireCasesPassees } from '#modules/emargement/index.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { estSienne, type SessionLue, seanceUrl, sessionsUrl, sessionUrl } from '#modules/sessions/index.ts'
import { entrepriseUrl } from '#modules/tiers/index.ts'
import { Button, Courriel, Empty, Etat, Form, Page, Section, Table } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { parIdentifiant, withQuery } from '#web/links.ts'
import type { Envoi } from '../db/assiduite.ts'
import { type Assiduite, assiduiteDe, type Decrochage, decrochage } from '../domain/assiduite.ts'
import { seuils } from '../domain/seuils.ts'
import { type AvisEcrit, avisDeLaSession, envoisDits, envoyerAvis } from '../gestes/avis.ts'
import { assiduiteUrl, sessionControlesUrl } from '../liens.ts'
import type { PrisesControles } from '../prises.ts'
import { pourSession } from './commun.ts'

const motDecrochage: Readonly<Record<Decrochage, string>> = {
  'absences-de-suite': 'absences de suite',
  'assiduite-basse': 'assiduité basse',
}
const motEnvoi: Readonly<Record<Envoi['genre'], string>> = {
  'avis-employeur': 'avis à l’acheteur',
  'avis-financeur': 'avis au financeur',
  'rappel-stagiaire': 'rappel au stagiaire',
  'rappel-formateur': 'rappel à qui anime',
}

type Ligne = {
  readonly inscription: string
  readonly nom: string
  readonly inscrite: boolean
  readonly a: Assiduite
  readonly signal: Decrochage | undefined
}

/** Une ligne par personne, dans l’ordre des noms. */
const lignesDe = (
  session: SessionLue,
  cases: readonly CasePassee[],
  jour: Parameters<typeof enVigueur>[1],
): Ligne[] =>
  [...Map.groupBy(cases, (c) => c.inscription)].map(([inscription, siennes]) => {
    const a = assiduiteDe(siennes)
    const [premiere] = siennes
    return {
      inscription,
      nom: `${premiere?.prenom} ${premiere?.nom}`,
      inscrite: premiere?.inscrite ?? false,
      a,
      signal:
        premiere?.inscrite && session.etat !== 'cloturee'
          ? decrochage(a, enVigueur(seuils, jour))
          : undefined,
    }
  })

const dire = (taux: number | null): string => (taux === null ? '' : `${taux}\u00a0%`)

const Avis = ({
  avis,
  envoie,
  session,
}: {
  avis: readonly AvisEcrit[]
  envoie: boolean
  session: string
}) => {
  const prets = avis.filter((a) => a.courriel)
  return avis.length === 0 ? (
    <Empty titre="Rien à dire à personne.">
      Quand une absence est établie et sa feuille close, l’avis à l’employeur et au financeur se prépare ici.
      Rien ne part sans vous, sauf si la coopérative l’a réglé.
    </Empty>
  ) : (
    <>
      {avis.map((a) => (
        <article>
          <h3>
            <a href={entrepriseUrl({ entreprise: a.entreprise })}>{a.nom}</a>
            {a.genre === 'avis-financeur' ? ', financeur' : ''}
          </h3>
          <p class="sub">
            {a.courriel ? `À ${a.courriel}, ` : 'Sans courriel : complétez sa fiche. '}
            {a.objet}
          </p>
          <Courriel texte={a.texte} />
        </article>
      ))}
      {envoie && prets.length > 0 ? (
        <Form form={emptyForm()} action={assiduiteUrl({ session })} classe="">
          <p>
            <Button genre="call" geste="avis">
              Envoyer {prets.length > 1 ? `ces ${prets.length} avis` : 'cet avis'}, tel
              {prets.length > 1 ? 's' : ''} quel
              {prets.length > 1 ? 's' : ''}
            </Button>
          </p>
        </Form>
      ) : null}
    </>
  )
}

type VueProps = {
  readonly session: SessionLue
  readonly lignes: readonly Ligne[]
  readonly cases: readonly CasePassee[]
  readonly avis: readonly AvisEcrit[]
  readonly envois: readonly Envoi[]
  /** Ceux qu’un arrêt a retenus : ils sont encore à dire. */
  readonly retenus: number
  readonly envoie: boolean
}

const Vue = ({ session, lignes, cases, avis, envois, retenus, envoie }: VueProps) => {
  const [passe, suivi] = [
    lignes.reduce((t, l) => t + l.a.passeMin, 0),
    lignes.reduce((t, l) => t + l.a.suiviMin, 0),
  ]
  const attendues = cases.filter((c) => c.etat === 'attendue')
  const noms = new Map(lignes.map((l) => [l.inscription, l.nom]))
  const seanceDe = (id: string) => {
    const s = session.seances.find((x) => x.id === id)
    return s ? `${formaterDate(s.jour, 'court')}, ${formaterCreneau(s.debutMinutes, s.finMinutes)}` : ''
  }
  return (
    <Page
      title="Assiduité"
      lede={`${session.numero}, ${session.intitule}. Sur les demi-journées passées et statuées.`}
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: session.numero, href: sessionUrl({ session: session.id }) },
      ]}
    >
      <Section
        titre="Par stagiaire"
        id="stagiaires"
        sous={
          passe > 0
            ? `${Math.floor((suivi * 100) / passe)} % suivis, ${formaterDuree(suivi)} sur ${formaterDuree(passe)}`
            : 'rien n’est encore statué'
        }
        outils={[
          { libelle: 'Contrôles', href: sessionControlesUrl({ session: session.id }) },
          ...(lignes.length > 0
            ? [
                {
                  libelle: 'Exporter, CSV',
                  href: withQuery(assiduiteUrl({ session: session.id }), { format: 'csv' }),
                },
              ]
            : []),
        ]}
      >
        {lignes.length === 0 ? (
          <Empty titre="Aucune demi-journée n’est passée.">
            Le taux de chacun se lit ici dès la première feuille. Deux absences de suite, et l’équipe est
            prévenue dans « Aujourd’hui ».
          </Empty>
        ) : (
          <Table
            legende="Assiduité, par stagiaire"
            lignes={lignes}
            colonnes={[
              { titre: 'Stagiaire', entete: true, cell: (l) => l.nom },
              { titre: 'Suivi', nombre: true, cell: (l) => formaterDuree(l.a.suiviMin) },
              { titre: 'Passé', nombre: true, cell: (l) => formaterDuree(l.a.passeMin) },
              { titre: 'Taux', nombre: true, cell: (l) => dire(l.a.taux) },
              { titre: 'Absences', nombre: true, cell: (l) => l.a.absences },
              {
                titre: 'Signal',
                cell: (l) =>
                  l.signal ? (
                    <Etat etat="a-juger" mot={motDecrochage[l.signal]} />
                  ) : l.a.sansStatut > 0 ? (
                    <Etat etat="manquant" mot={`${l.a.sansStatut} sans statut`} />
                  ) : l.inscrite ? (
                    <Etat etat="prouve" mot="suit" />
                  ) : (
                    <Etat etat="sans-objet" mot="sortie" />
                  ),
              },
            ]}
          />
        )}
      </Section>
      {attendues.length > 0 ? (
        <Section titre="Sans statut" id="sans-statut" sous={compter(attendues.length, 'case')}>
          <Table
            legende="Demi-journées passées sans présence ni absence"
            lignes={attendues}
            colonnes={[
              { titre: 'Stagiaire', entete: true, cell: (c) => `${c.prenom} ${c.nom}` },
              { titre: 'Demi-journée', cell: (c) => seanceDe(c.seance) },
              {
                titre: 'Geste',
                cell: (c) => (
                  <a href={seanceUrl({ session: session.id, seance: c.seance })}>Ouvrir la feuille</a>
                ),
              },
            ]}
          />
        </Section>
      ) : null}
      <Section
        titre="Avis d’absence"
        id="avis"
        sous={compter(avis.length, 'avis prêt', { pluriel: 'avis prêts', zero: 'aucun avis prêt' })}
      >
        {retenus > 0 ? (
          <p>
            <Etat etat="a-juger" mot={compter(retenus, 'avis retenu', { pluriel: 'avis retenus' })} /> par un
            arrêt des envois : rien n’en est parti. Ce qui reste à dire est ici ; il part d’un geste, ou seul
            quand on reprend les envois, si la coopérative l’a réglé.
          </p>
        ) : null}
        <Avis avis={avis} envoie={envoie} session={session.id} />
      </Section>
      {envois.length > 0 ? (
        <Section titre="Déjà partis" id="partis" sous={compter(envois.length, 'envoi')}>
          <Table
            legende="Rappels et avis partis"
            lignes={envois}
            colonnes={[
              { titre: 'Envoi', entete: true, cell: (e) => motEnvoi[e.genre] },
              { titre: 'Demi-journée', cell: (e) => seanceDe(e.seance) },
              { titre: 'Pour', cell: (e) => (e.inscription ? (noms.get(e.inscription) ?? '') : '') },
              { titre: 'Le', cell: (e) => formaterDate(jourLocal(e.le, session.zone), 'court') },
              { titre: 'Par', cell: (e) => (e.seul ? 'parti seul, réglé ainsi' : 'un geste') },
            ]}
          />
        </Section>
      ) : null}
    </Page>
  )
}

const chemin = parIdentifiant(assiduiteUrl)
const peutAviser = (v: Visiteur, s: SessionLue) =>
  peutVisiteur(v, 'inscriptions.convoquer', { estSien: estSienne(s, v.personneId) })

export const assiduitePage = (prises: PrisesControles) =>
  new Hono<Env>()
    .use(chemin, exigerDroit('emargement.lire'))
    .get(chemin, (c) =>
      pourSession(c, 'emargement.lire', async (tx, visiteur, session) => {
        const maintenant = c.get('services').clock.now()
        const cases = await lireCasesPassees(tx, maintenant, session.id)
        const lignes = lignesDe(session, cases, jourLocal(maintenant, session.zone))
        if (c.req.query('format') === 'csv')
          return repondreCsv(
            c,
            `assiduite-${session.numero}`,
            enCsv(
              [
                'Stagiaire',
                'Minutes suivies',
                'Minutes passées',
                'Taux (%)',
                'Absences',
                'Sans statut',
                'Signal',
              ],
              lignes.map((l) => [
                l.nom,
                l.a.suiviMin,
                l.a.passeMin,
                l.a.taux,
                l.a.absences,
                l.a.sansStatut,
                l.signal ? motDecrochage[l.signal] : '',
              ]),
            ),
          )
        const { dits, retenus } = await envoisDits(prises, tx, session)
        return c.html(
          <Vue
            session={session}
            lignes={lignes}
            cases={cases}
            avis={await avisDeLaSession(tx, session, cases, dits)}
            envois={dits}
            retenus={retenus.length}
            envoie={peutAviser(visiteur, session)}
          />,
        )
      }),
    )
    .post(chemin, async (c) => {
      await readForm(z.object({}), c)
      return pourSession(c, 'emargement.lire', async (tx, visiteur, session) => {
        if (!peutAviser(visiteur, session)) return forbidden(c, droits['inscriptions.convoquer'].phrase)
        const { partis, sansCourriel } = await envoyerAvis(prises, c.get('services'), tx, session, [
          'avis-employeur',
          'avis-financeur',
        ])
        return redirectWith(c, `${assiduiteUrl({ session: session.id })}#partis`, {
          genre: partis > 0 ? 'fait' : 'passe',
          fort: `${compter(partis, 'avis part', { pluriel: 'avis partent', zero: 'Aucun avis ne part' })}.`,
          ...(sansCourriel.length > 0 ? { suite: `Sans courriel : ${enumerer(sansCourriel)}.` } : {}),
        })
      })
    })
