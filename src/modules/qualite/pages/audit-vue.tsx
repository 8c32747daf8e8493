// Long parce que trois lecteurs regardent le même audit par les mêmes vues.
/** Ce que lisent d’un audit, d’une même façon, la coopérative, le pair et l’auditeur : l’échantillon, le programme, un point. */
import type { Child } from 'hono/jsx'
import { type DateCivile, formaterDate, formaterPeriode } from '#kernel/dates.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import {
  Actions,
  Copyable,
  Definitions,
  Empty,
  Etat,
  Field,
  FieldSection,
  Form,
  RadioGroup,
  Section,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { FormState } from '#web/form.ts'
import type { Audit } from '../db/audit-blanc.ts'
import {
  type Bilan,
  type Conclusion,
  direSecondes,
  type Fiche,
  motsConclusion,
  nommerPoint,
} from '../domain/audit-blanc.ts'
import { majuscule, minuscule, motsGenreAudit } from '../domain/mots.ts'
import { choisiALaMain, type FaitMontre, type Photo, type PointMontre } from '../domain/photo.ts'

export const jourCourt = (j: string) => formaterDate(j as DateCivile, 'court')
export const jourDe = (d: Date | string) => formaterDate(jourLocal(new Date(d), ZONE_PAR_DEFAUT), 'court')

/** L’audit du certificateur : l’auditeur a choisi les dossiers, rien n’y est tiré. */
export const estReel = (a: Audit): boolean => Boolean(a.echantillon && choisiALaMain(a.echantillon))
export const titreDAudit = (a: Audit): string =>
  a.parIntervenant
    ? 'Audit interne, une action par personne'
    : `${motsGenreAudit[a.genre]}, ${estReel(a) ? 'dossiers choisis par l’auditeur' : 'répété'}`

/** Les adresses d’un lecteur : les mêmes pages, chacune sous la sienne. */
export type Adresses = { point(point: string): string; piece(id: string): string }

const etatConclusion = { tenu: 'prouve', mineure: 'partiel', majeure: 'manquant' } as const
export const EtatFiche = ({ conclusion }: { conclusion: Conclusion }) => (
  <Etat etat={etatConclusion[conclusion]} mot={motsConclusion[conclusion]} />
)

/** Le plan de la journée, tel qu’il s’imprime. Rien d’une copie qui n’en a pas. */
export const PlanDeLaJournee = ({ plan }: { plan: Photo['plan'] }) =>
  plan === undefined || plan.length === 0 ? null : (
    <Section
      titre="Le plan de la journée"
      id="plan"
      sous="Qui reçoit l’auditeur ou l’auditrice, sur quoi. Une proposition : l’ordre se revoit à l’ouverture."
    >
      <Table
        legende="Plan de la journée d’audit"
        lignes={plan}
        colonnes={[
          {
            titre: 'Quand',
            entete: true,
            cell: (c) =>
              `${plan.some((x) => x.jour > 1) ? `jour ${c.jour}, ` : ''}${formaterCreneau(c.debut, c.fin)}`,
          },
          {
            titre: 'Sur quoi',
            cell: (c) => (
              <>
                {c.quoi}
                {c.points.some((p) => /^\d+$/.test(p)) ? (
                  <small>indicateurs {c.points.join(', ')}</small>
                ) : null}
              </>
            ),
          },
          { titre: 'Avec', cell: (c) => c.qui.join(', ') },
        ]}
      />
    </Section>
  )

export const numeroDe = (p: Pick<PointMontre, 'point'>): string =>
  p.point === 'marque' || p.point === 'affichage' ? '–' : p.point

/** Comment le tirage se vérifie : l’engagement avant, la graine après. */
export const Tirage = ({
  engagement,
  graine,
  rejoue,
}: {
  engagement: string | null
  graine: string | null
  rejoue?: boolean | undefined
}) => (
  <>
    <Definitions
      lignes={[
        ...(engagement
          ? [['Engagement', <Copyable valeur={engagement} label="l’engagement" />] as const]
          : []),
        ...(graine ? [['Graine', <Copyable valeur={graine} label="la graine" />] as const] : []),
        ...(rejoue === undefined
          ? []
          : [
              [
                'Rejoué',
                rejoue ? (
                  <Etat etat="prouve" mot="le même tirage" />
                ) : (
                  <Etat etat="manquant" mot="un autre tirage" />
                ),
              ] as const,
            ]),
      ]}
    />
    <p class="sub">
      {graine
        ? 'La graine est celle dont l’empreinte SHA-256 fut montrée avant. Qui l’a refait le tirage : HMAC-SHA-256 de « session| », « inscription| » ou « intervenant| » et de l’identifiant, rangés par ordre.'
        : 'L’empreinte SHA-256 d’une graine que la base a tirée et que personne ne lit avant l’ouverture : le tirage est décidé, et inconnu.'}
    </p>
  </>
)

/** Les sessions et les stagiaires d’une copie ; `strates` : pourquoi chacun fut tiré, que ne lit pas l’auditeur qui les a choisis. */
export const SessionsMontrees = ({
  titre,
  id,
  sessions,
}: {
  titre: string
  id: string
  sessions: readonly (Pick<Photo['sessions'][number], 'intitule' | 'numero' | 'du' | 'au' | 'stagiaires'> & {
    readonly strates?: readonly string[]
  })[]
}) => (
  <Section
    titre={titre}
    id={id}
    sous={`${compter(sessions.length, 'session')}, ${compter(
      sessions.reduce((n, s) => n + s.stagiaires.length, 0),
      'stagiaire',
    )}. Rien d’autre ne se lit ici.`}
  >
    <Table
      legende="Sessions et stagiaires"
      lignes={sessions}
      colonnes={[
        {
          titre: 'Session',
          entete: true,
          cell: (s) => (
            <>
              {s.intitule} <small>{s.numero}</small>
            </>
          ),
        },
        { titre: 'Dates', cell: (s) => formaterPeriode(s.du as DateCivile, s.au as DateCivile) },
        { titre: 'Stagiaires', cell: (s) => s.stagiaires.map((x) => x.nom).join(', ') },
        ...(sessions.some((s) => s.strates)
          ? [
              {
                titre: 'Strates',
                cell: (s: (typeof sessions)[number]) => s.strates?.join(', ') || 'au hasard',
              },
            ]
          : []),
      ]}
    />
  </Section>
)

export const Programme = ({
  photo,
  fiches,
  adresses,
}: {
  photo: Photo
  fiches: readonly Fiche[]
  adresses: Adresses
}) => {
  const parPoint = new Map(fiches.map((f) => [f.point, f]))
  const lignes = photo.points.toSorted((a, b) => Number(b.programme) - Number(a.programme))
  const faites = photo.points.filter((p) => p.programme && parPoint.has(p.point)).length
  return (
    <Section
      titre="Le programme"
      id="programme"
      sous={`${faites} ${faites > 1 ? 'fiches' : 'fiche'} sur ${photo.points.filter((p) => p.programme).length}.`}
    >
      <Table
        legende="Les points à examiner"
        lignes={lignes}
        colonnes={[
          { titre: 'N°', nombre: true, cell: numeroDe },
          {
            titre: 'Point',
            entete: true,
            cell: (p) => (
              <>
                <a href={adresses.point(p.point)}>{p.intitule}</a>
                {p.programme ? null : <small>hors du programme d’une surveillance</small>}
              </>
            ),
          },
          {
            titre: 'Les faits de l’échantillon',
            cell: (p) =>
              p.etat ? (
                <>
                  <Etat etat={p.etat} />{' '}
                  <small>
                    {compter(p.faits.filter((f) => f.tenu && !f.indice).length, 'fait tenu', {
                      pluriel: 'faits tenus',
                    })}{' '}
                    sur {p.faits.filter((f) => !f.indice).length}
                  </small>
                </>
              ) : (
                'à voir sur place'
              ),
          },
          {
            titre: 'Fiche',
            cell: (p) => {
              const f = parPoint.get(p.point)
              return f ? <EtatFiche conclusion={f.conclusion} /> : <Etat etat="a-venir" mot="à écrire" />
            },
          },
          {
            titre: 'Temps',
            nombre: true,
            cell: (p) => {
              const s = parPoint.get(p.point)?.secondes
              return s === null || s === undefined ? '' : direSecondes(s)
            },
          },
        ]}
      />
    </Section>
  )
}

/** Tout ce que portent les dossiers de l’audit, y compris ce dont aucun fait ne se tire (un programme, un extrait). */
export const Pieces = ({ photo, adresses }: { photo: Pick<Photo, 'pieces'>; adresses: Adresses }) =>
  photo.pieces.length === 0 ? null : (
    <Section titre="Les pièces de ces dossiers" id="pieces">
      <details>
        <summary>{compter(photo.pieces.length, 'pièce')}</summary>
        <ul>
          {photo.pieces.map((p) => (
            <li>
              <a href={adresses.piece(p.id)}>{p.libelle}</a> <small>{jourCourt(p.le)}</small>
            </li>
          ))}
        </ul>
      </details>
    </Section>
  )

const Preuve = ({ fait, photo, adresses }: { fait: FaitMontre; photo: Photo; adresses: Adresses }) => {
  const pieces = fait.pieces.flatMap((id) => photo.pieces.find((p) => p.id === id) ?? [])
  return (
    <>
      {fait.tenu
        ? `${fait.le ? `le ${jourCourt(fait.le)}` : 'tenu'}${fait.tard ? ', écrit après coup' : ''}`
        : fait.quoi}
      {fait.apresGel ? <small>ajouté après le gel</small> : null}
      {fait.contenu && fait.contenu.length > 0 ? (
        <details>
          <summary>
            Ouvrir
            <span class="unseen">
               : {fait.de}, {fait.nom}
            </span>
          </summary>
          <Definitions lignes={fait.contenu.map(([nom, valeur]) => [nom, valeur] as const)} />
          {fait.auteur ? <small>Écrit par {fait.auteur}</small> : null}
        </details>
      ) : null}
      {pieces.length > 0 ? (
        <small>
          {pieces.map((p, i) => (
            <>
              {i > 0 ? ', ' : ''}
              <a href={adresses.piece(p.id)}>{p.libelle}</a>
            </>
          ))}
        </small>
      ) : null}
    </>
  )
}

/** Un point ouvert : ce qui est attendu, la question, chaque fait et ses pièces. */
export const PointOuvert = ({
  point,
  photo,
  adresses,
}: {
  point: PointMontre
  photo: Photo
  adresses: Adresses
}) => {
  const sessions = new Map(photo.sessions.map((s) => [s.id, s.numero]))
  return (
    <>
      <Section titre="La question" id="question">
        <p class="lede">{point.question}</p>
        <p>{point.attendu}</p>
        {point.note ? <p class="ouvert-risque">{point.note}</p> : null}
        {point.gradable ? null : (
          <p class="sub">Ce point n’admet pas de mineure : un seul dossier suffit à une majeure.</p>
        )}
      </Section>
      <Section titre="Ce que montre l’échantillon" id="faits">
        {point.faits.length === 0 ? (
          <Empty titre="Aucun fait à lire ici">
            {point.etat === null
              ? 'Ce point se voit sur place : ouvrez le site, le catalogue, une convention.'
              : 'Rien d’attendu sur l’échantillon, ou rien que le logiciel sache lire : demandez à voir.'}
          </Empty>
        ) : (
          <Table
            legende="Faits de l’échantillon"
            lignes={point.faits.toSorted((a, b) => Number(a.tenu) - Number(b.tenu))}
            colonnes={[
              {
                titre: 'De qui, de quoi',
                entete: true,
                cell: (f) => (
                  <>
                    {f.nom || 'la coopérative'}
                    {f.session && !f.nom.includes(sessions.get(f.session) ?? '\0') ? (
                      <small>{sessions.get(f.session)}</small>
                    ) : null}
                  </>
                ),
              },
              {
                titre: 'Fait attendu',
                cell: (f) => (
                  <>
                    {f.de}
                    {f.indice ? <small>un indice</small> : null}
                  </>
                ),
              },
              { titre: 'État', cell: (f) => <Etat etat={f.tenu ? 'prouve' : 'manquant'} /> },
              {
                titre: 'Preuve, ou manque',
                cell: (f) => <Preuve fait={f} photo={photo} adresses={adresses} />,
              },
            ]}
          />
        )}
        {point.muets.length > 0 ? (
          <p class="sub">À voir sur place, aucun fait ne le porte : {point.muets.join(', ')}.</p>
        ) : null}
      </Section>
    </>
  )
}

export const cheminFiche = ['conclusion', 'constat', 'risque', 'secondes', 'rang'] as const

/** La fiche d’un point : un constat, son risque, le temps pour montrer la preuve. */
export const FormulaireFiche = ({
  form,
  point,
  rang,
}: {
  form: FormState<(typeof cheminFiche)[number]>
  point: PointMontre
  rang: number
}) => (
  <Form
    form={form}
    noms={{ conclusion: 'Conclusion', constat: 'Constat', risque: 'Risque', secondes: 'Temps' }}
  >
    <input type="hidden" name="rang" value={String(rang)} />
    <FieldSection titre="La fiche">
      <RadioGroup
        form={form}
        name="conclusion"
        label="Conclusion"
        options={(['tenu', ...(point.gradable ? (['mineure'] as const) : []), 'majeure'] as const).map(
          (value) => ({ value, label: motsConclusion[value] }),
        )}
      />
      <TextArea
        form={form}
        name="constat"
        label="Constat"
        hint="ce qui fut vu, sur quel dossier, sans commenter"
        rows={3}
      />
      <TextArea
        form={form}
        name="risque"
        label="Risque"
        hint="attendu pour un écart : ce que ce manque peut coûter à un stagiaire"
        optional
        rows={2}
      />
      <chrono-preuve>
        <Field
          form={form}
          name="secondes"
          label="Temps pour montrer la preuve"
          inputmode="numeric"
          unite="s"
          optional
        />
      </chrono-preuve>
    </FieldSection>
    <Actions libelle={rang > 1 ? 'Réviser la fiche' : 'Écrire la fiche'} />
  </Form>
)

/** Les fiches déjà écrites d’un point, la dernière d’abord. */
export const FichesDuPoint = ({
  fiches,
  qui,
}: {
  fiches: readonly (Fiche & { readonly ecritLe: Date | string })[]
  qui?: (f: Fiche & { readonly ecritLe: Date | string }) => Child
}) =>
  fiches.length === 0 ? null : (
    <Section titre="Ce qui est écrit" id="fiches">
      <Table
        legende="Fiches de ce point"
        lignes={fiches.toReversed()}
        colonnes={[
          { titre: 'Révision', nombre: true, entete: true, cell: (f) => f.rang },
          { titre: 'Conclusion', cell: (f) => <EtatFiche conclusion={f.conclusion} /> },
          {
            titre: 'Constat',
            cell: (f) => (
              <>
                {f.constat}
                {f.risque ? <small>Risque : {f.risque}</small> : null}
              </>
            ),
          },
          {
            titre: 'Temps',
            nombre: true,
            cell: (f) => (f.secondes === null ? '' : direSecondes(f.secondes)),
          },
          {
            titre: 'Écrite',
            cell: (f) => (
              <>
                {jourDe(f.ecritLe)} {qui ? <small>{qui(f)}</small> : null}
              </>
            ),
          },
        ]}
      />
    </Section>
  )

const renvois = (points: readonly string[]) => points.map(nommerPoint).join(', ')

/** L’arithmétique des écarts, en phrases, et ses dates. */
export const BilanDit = ({ bilan, conclu }: { bilan: Bilan; conclu: boolean }) => (
  <>
    <p>
      <strong>
        {bilan.nombreMajeures === 0 ? 'Aucune majeure' : compter(bilan.nombreMajeures, 'majeure')}
      </strong>
      {bilan.majeures.length > 0 ? ` (${renvois(bilan.majeures)})` : ''},{' '}
      <strong>
        {bilan.mineures.length === 0 ? 'aucune mineure' : compter(bilan.mineures.length, 'mineure')}
      </strong>
      {bilan.mineures.length > 0 ? ` (${renvois(bilan.mineures)})` : ''}.
      {bilan.requalifiees.length > 0
        ? ` ${majuscule(renvois(bilan.requalifiees))} : une mineure d’avant, non levée, est devenue majeure.`
        : ''}
      {bilan.cumul ? ' Cinq mineures ensemble valent une majeure.' : ''}
    </p>
    <p>{conclu ? bilan.decision : `Si l’on concluait ainsi : ${minuscule(bilan.decision)}`}</p>
    {bilan.echeances.length > 0 ? (
      <Definitions lignes={bilan.echeances.map((e) => [e.quoi, formaterDate(e.le, 'complet')] as const)} />
    ) : null}
  </>
)
