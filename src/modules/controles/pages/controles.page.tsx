import { Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { compter, plier, uneLigne } from '#kernel/texte.ts'
import { heureLocale, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import {
  Button,
  Empty,
  Etat,
  FilterField,
  Filters,
  Form,
  Page,
  Pagination,
  Section,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { emptyForm } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { cutPage, readPage } from '#web/pagination.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  type ConstatListe,
  dernierPassage,
  type EtatConstat,
  etatsConstat,
  listerConstats,
  type Passage,
} from '../db/constats.ts'
import type { Gravite } from '../domain/regle.ts'
import { regles } from '../domain/regles.ts'
import { nommerPhrases } from '../gestes/relever.ts'
import { tacheControler } from '../jobs/taches.ts'
import { etatDe, motEtat, motGravite } from '../lecture/mots.ts'
import { controlesUrl, lireOu, reglagesUrl, remedeUrl, sessionControlesUrl } from '../liens.ts'
import { peutRepasser } from './commun.ts'

const taille = 50
const maxCsv = 5000
const gravites = ['bloquant', 'alerte', 'a-juger'] as const

const parCode = new Map(regles.map((r) => [r.code, r]))
const jour = (le: Date) => formaterDate(jourLocal(le, ZONE_PAR_DEFAUT), 'court')

const EtatDuConstat = ({ c }: { c: ConstatListe }) =>
  c.etat === 'referme' ? (
    <Etat etat="prouve" mot={`refermé le ${c.refermeLe ? jour(c.refermeLe) : ''}`} />
  ) : c.etat === 'accepte' ? (
    <>
      <Etat etat="sans-objet" mot="accepté" />{' '}
      <small class="sub">
        {c.parNom} : {c.motif}
      </small>
    </>
  ) : (
    <Etat etat={etatDe[c.gravite]} mot={motGravite[c.gravite]} />
  )

/** « 212 contrôles passés à 3 h 10. Trois trous nouveaux, un refermé. » */
export const direPassage = (p: Passage): string =>
  `${compter(p.passes, 'contrôle passé', { pluriel: 'contrôles passés', zero: 'aucun contrôle' })} le ${jour(p.le)} à ${formaterHeure(heureLocale(p.le, ZONE_PAR_DEFAUT).minute)} sur ${compter(p.sessions, 'session')}. ${compter(p.nouveaux, 'constat nouveau', { pluriel: 'constats nouveaux', zero: 'Aucun constat nouveau' })}, ${compter(p.refermes, 'refermé', { pluriel: 'refermés', zero: 'aucun refermé' })}.`

type Filtre = {
  readonly q: string
  readonly etat: EtatConstat | ''
  readonly gravite: Gravite | ''
  readonly regle: string
}

const Vue = ({
  lignes,
  dire,
  filtre,
  pages,
  passage,
  regle,
  repasse,
}: {
  lignes: readonly ConstatListe[]
  dire: (p: string) => string
  filtre: Filtre
  pages: { readonly avant?: string; readonly apres?: string }
  passage: Passage | undefined
  /** Peut régler ce qui part seul. */
  regle: boolean
  repasse: boolean
}) => {
  const url = withQuery(controlesUrl(), { ...filtre, ...(filtre.etat === '' ? { etat: 'tous' } : {}) })
  const filtree = filtre.q !== '' || filtre.gravite !== '' || filtre.regle !== '' || filtre.etat !== 'ouvert'
  return (
    <Page
      title="Contrôles"
      lede="Ce qui ne concorde pas entre les feuilles, les pièces et les heures, sur toutes les sessions commencées."
    >
      <Section
        titre="Constats"
        id="constats"
        sous={passage ? direPassage(passage) : 'Pas encore de passage : la première nuit vient.'}
        {...(regle ? { outils: [{ libelle: 'Rappels et avis', href: reglagesUrl() }] } : {})}
      >
        <Filters label="Filtrer les constats" action={controlesUrl()}>
          <FilterField name="q" label="Session" value={filtre.q} />
          <FilterField
            name="etat"
            label="État"
            value={filtre.etat === '' ? 'tous' : filtre.etat}
            options={[
              ...etatsConstat.map((e) => ({ value: e, label: motEtat[e] })),
              { value: 'tous', label: 'tous' },
            ]}
          />
          <FilterField
            name="gravite"
            label="Gravité"
            value={filtre.gravite}
            options={[
              { value: '', label: 'toutes' },
              ...gravites.map((g) => ({ value: g, label: motGravite[g] })),
            ]}
          />
          <FilterField
            name="regle"
            label="Règle"
            value={filtre.regle}
            options={[
              { value: '', label: 'toutes' },
              ...regles.map((r) => ({ value: r.code, label: r.titre })),
            ]}
          />
        </Filters>
        {lignes.length === 0 ? (
          filtree ? (
            <p>Aucun constat ne répond à ces filtres.</p>
          ) : (
            <Empty titre={passage ? 'Aucun constat ouvert.' : 'Vos sessions n’ont pas encore été relues.'}>
              Chaque nuit, les règles relisent les sessions commencées : signatures, lieux, dates, pièces,
              heures. Ce qui ne concorde pas s’ouvre ici, et se referme de lui-même une fois réparé.
            </Empty>
          )
        ) : (
          <>
            <Table
              legende="Constats, du plus récent au plus ancien"
              lignes={lignes}
              colonnes={[
                {
                  titre: 'Constat',
                  entete: true,
                  cell: (c) => (
                    <>
                      <strong>{parCode.get(c.regle)?.titre ?? c.regle}</strong>
                      <br />
                      {dire(c.phrase)}
                    </>
                  ),
                },
                {
                  titre: 'Session',
                  cell: (c) => (
                    <>
                      <a href={sessionControlesUrl({ session: c.session })}>{c.numero}</a>
                      <br />
                      <small>{c.intitule}</small>
                    </>
                  ),
                },
                { titre: 'Depuis', cell: (c) => jour(c.ouvertLe) },
                { titre: 'État', cell: (c) => <EtatDuConstat c={c} /> },
                {
                  titre: 'Réparer',
                  cell: (c) =>
                    c.etat === 'ouvert' ? (
                      <a href={remedeUrl(c.session, lireOu(c.ou))}>
                        {parCode.get(c.regle)?.remede ?? 'Voir'}
                      </a>
                    ) : (
                      ''
                    ),
                },
              ]}
            />
            <Pagination
              url={url}
              avant={pages.avant}
              apres={pages.apres}
              exports={[{ libelle: 'CSV', href: withQuery(url, { format: 'csv' }) }]}
            />
          </>
        )}
        {repasse ? (
          <Form form={emptyForm()} action={controlesUrl()} classe="">
            <p>
              <Button>Repasser sur toutes les sessions</Button>
            </p>
          </Form>
        ) : null}
      </Section>
    </Page>
  )
}

const parmi = <T extends string>(liste: readonly T[], texte: string | undefined): T | undefined =>
  liste.find((x) => x === texte)

export const controlesPage = new Hono<Env>()
  .get(controlesUrl(), exigerDroit('emargement.lire'), (c) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      const q = uneLigne((c.req.query('q') ?? '').slice(0, 100))
      const demande = c.req.query('etat')
      const etat = demande === 'tous' ? undefined : (parmi(etatsConstat, demande) ?? 'ouvert')
      const gravite = parmi(gravites, c.req.query('gravite'))
      const regle = parCode.has(c.req.query('regle') ?? '') ? c.req.query('regle') : undefined
      const csv = c.req.query('format') === 'csv'
      const page = csv ? ({ sens: 'apres', cle: undefined } as const) : readPage((n) => c.req.query(n), 2)
      const lues = await listerConstats(
        tx,
        {
          etat,
          gravite,
          regle,
          mots: plier(q).split(' ').filter(Boolean).slice(0, 8),
          // Un formateur lit les constats de ses sessions.
          anime: peutVisiteur(visiteur, 'emargement.lire') ? undefined : visiteur.personneId,
        },
        page,
        csv ? maxCsv : taille,
      )
      const { lignes, ...pages } = csv
        ? { lignes: lues }
        : cutPage(lues, taille, page, (x) => [x.ouvertLe.toISOString(), x.id])
      const dire = await nommerPhrases(
        tx,
        lignes.map((x) => x.phrase),
      )
      if (csv)
        return repondreCsv(
          c,
          'controles',
          enCsv(
            [
              'Session',
              'Intitulé',
              'Règle',
              'Gravité',
              'Constat',
              'Ouvert le',
              'Refermé le',
              'État',
              'Accepté par',
              'Motif',
            ],
            lignes.map((x) => [
              x.numero,
              x.intitule,
              parCode.get(x.regle)?.titre ?? x.regle,
              motGravite[x.gravite],
              dire(x.phrase),
              jour(x.ouvertLe),
              x.refermeLe ? jour(x.refermeLe) : '',
              motEtat[x.etat],
              x.parNom,
              x.motif,
            ]),
          ),
        )
      return c.html(
        <Vue
          lignes={lignes}
          dire={dire}
          filtre={{ q, etat: etat ?? '', gravite: gravite ?? '', regle: regle ?? '' }}
          pages={pages}
          passage={await dernierPassage(tx)}
          regle={peutVisiteur(visiteur, 'organisme.regler')}
          repasse={peutRepasser(visiteur)}
        />,
      )
    }),
  )
  // Toute la coopérative, tout de suite : la tâche de la nuit, sans l’attendre.
  .post(controlesUrl(), exigerDroit('emargement.lire'), (c) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      if (!peutRepasser(visiteur) || !visiteur.organisme)
        return forbidden(c, droits['documents.emettre'].phrase)
      await enqueue(tx, tacheControler, { organisme: visiteur.organisme.id }, { cle: 'controles' })
      return redirectWith(c, controlesUrl(), {
        genre: 'fait',
        fort: 'Les contrôles repassent sur toutes les sessions.',
        suite: 'La liste se met à jour dans un instant.',
      })
    }),
  )
