import type { OrganismeId, PersonneId } from '#kernel/id.ts'
import { formaterInstant } from '#kernel/zones.ts'
import {
  Actions,
  CheckboxGroup,
  Etat,
  Field,
  Form,
  RadioGroup,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import { emptyForm, type FormState } from '#web/form.ts'
import type { accesDuGroupement, Lecture } from '../db/groupements.ts'
import type { ConseilSuivi } from '../domain/conseil.ts'
import type { Ecrit } from '../domain/ecrits.ts'
import { motifs } from '../domain/entente.ts'
import {
  type Clause,
  clauses,
  type DossierLu,
  type Forme,
  formes,
  manquesPourConstituer,
  membresPresents,
  signauxDe,
} from '../domain/groupement.ts'
import { motManque } from '../domain/interet.ts'
import type { QuiSigne } from '../lecture/qui-signe.ts'
import { dossierUrl } from '../liens.ts'
import { Identites } from './identites-vue.tsx'

export type Regard = {
  readonly d: DossierLu
  readonly moi: OrganismeId
  readonly le: Date
  readonly mandataire: boolean
  /** Il se compose encore. */
  readonly compose: boolean
  readonly acces: Awaited<ReturnType<typeof accesDuGroupement>>
  /** Qui a ouvert des pages du dossier, jour par jour, le plus récent d’abord. */
  readonly lectures: readonly Lecture[]
  readonly collegues: readonly { readonly compte: PersonneId; readonly nom: string }[]
  /** La date limite que l’avis dit maintenant, si un rectificatif l’a déplacée depuis. */
  readonly publiee: Date | undefined
  /** Qui peut signer aujourd’hui pour la coopérative qui lit. */
  readonly signataires: readonly QuiSigne[]
  readonly ecrits: readonly Ecrit[]
  readonly conseils: readonly ConseilSuivi[]
  readonly aInviter: readonly { readonly organisme: OrganismeId; readonly nom: string }[]
}
export type Revenu = { readonly geste: string; readonly form: FormState } | undefined
export type Props = { readonly lu: Regard; readonly revenu?: Revenu }

export const adresse = (lu: Regard, geste: string) => `${dossierUrl({ groupement: lu.d.g.id })}/${geste}`
export const formDe = (revenu: Revenu, geste: string, depart: Parameters<typeof emptyForm>[1] = {}) =>
  revenu?.geste === geste ? revenu.form : emptyForm(undefined, depart)

export const Manques = ({ lu }: Props) => {
  if (lu.d.g.etat !== 'tour-de-table') return null
  const manques = manquesPourConstituer(lu.d)
  const avertis = signauxDe(lu.d).filter((s) => s.niveau !== 'bloque')
  return (
    <Section titre="Ce qui manque" id="manques" sous="Sans quoi le groupement n’est pas constitué.">
      {manques.length === 0 ? (
        <p>Rien : le mandataire peut constituer le groupement.</p>
      ) : (
        <ul>
          {manques.map((m) => (
            <li>
              <Etat etat="manquant" mot="manque" /> {m}
            </li>
          ))}
        </ul>
      )}
      {avertis.length > 0 ? (
        <ul>
          {avertis.map((s) => (
            <li>
              <Etat etat="a-juger" mot={s.niveau === 'grave' ? 'grave' : 'à expliquer'} /> {s.dit}{' '}
              {s.qui.join(', ')}. {s.source === '' ? null : <small>{s.source}</small>}
            </li>
          ))}
        </ul>
      ) : null}
      <p>
        <small>
          Ceci n’est pas un conseil juridique : les seuils sont des choix de Coforme, qu’aucun juriste n’a
          relus. Un signal « grave » demande l’avis d’un juriste. Demandez-le plus bas.
        </small>
      </p>
      {lu.mandataire && lu.compose && manques.length === 0 ? (
        <Form form={emptyForm()} action={adresse(lu, 'constituer')}>
          <Actions libelle="Constituer le groupement" />
        </Form>
      ) : null}
    </Section>
  )
}

export const Membres = ({ lu }: Props) => (
  <Section titre="Les membres" id="membres">
    <Table
      legende="Les membres du dossier"
      lignes={lu.d.membres}
      colonnes={[
        { titre: 'Coopérative', entete: true, cell: (m) => m.nom },
        { titre: 'Rôle', cell: (m) => (m.mandataire ? 'mandataire' : 'membre') },
        {
          titre: 'Depuis',
          cell: (m) =>
            m.sortiLe
              ? `sortie le ${formaterInstant(m.sortiLe, lu.d.g.zone)} : ${m.sortie}`
              : m.accepteLe
                ? formaterInstant(m.accepteLe, lu.d.g.zone)
                : 'invitée, sans réponse',
        },
      ]}
    />
    {lu.mandataire && lu.compose && lu.aInviter.length > 0 ? (
      <Form form={emptyForm()} action={adresse(lu, 'inviter')}>
        <SelectField
          form={emptyForm()}
          name="organisme"
          label="Inviter une coopérative qui s’est nommée"
          vide="choisir"
          options={lu.aInviter.map((n) => ({ value: n.organisme, label: n.nom }))}
        />
        <Actions libelle="Inviter" genre="main" />
      </Form>
    ) : null}
  </Section>
)

export const Necessites = ({ lu, revenu }: Props) => {
  const mienne = lu.d.necessites.find((n) => n.organisme === lu.moi)
  const form = formDe(
    revenu,
    'necessite',
    mienne && {
      motifs: [...mienne.motifs],
      capable: mienne.capableSeule ? 'oui' : 'non',
      texte: mienne.texte,
    },
  )
  return (
    <Section
      titre="Pourquoi ensemble"
      id="pourquoi"
      sous="Chaque membre l’écrit, pour ce lot. Sans elle, le groupement n’est pas constitué."
    >
      <dl class="recu">
        {membresPresents(lu.d).map((m) => {
          const n = lu.d.necessites.find((x) => x.organisme === m.organisme)
          return (
            <div>
              <dt>{m.nom}</dt>
              <dd>
                {n ? (
                  <>
                    {n.motifs.map((k) => motManque[k]).join(', ')}
                    {n.capableSeule ? ' ; capable seule, dit-elle' : ''}. « {n.texte} »{' '}
                    <small>{formaterInstant(n.le, lu.d.g.zone)}</small>
                  </>
                ) : (
                  <Etat etat="manquant" mot="raison à écrire" />
                )}
              </dd>
            </div>
          )
        })}
      </dl>
      {lu.compose ? (
        <Form
          form={form}
          action={adresse(lu, 'necessite')}
          noms={{ motifs: 'Ce qui manque', capable: 'Capable sans personne', texte: 'La raison' }}
        >
          <CheckboxGroup
            form={form}
            name="motifs"
            label="Ce qui vous manque pour répondre sans personne"
            options={motifs.map((value) => ({ value, label: motManque[value] }))}
          />
          <RadioGroup
            form={form}
            name="capable"
            label="Pourriez-vous pourtant répondre sans personne ?"
            options={[
              { value: 'non', label: 'non' },
              {
                value: 'oui',
                label: 'oui : réunir des entreprises capables chacune est un indice d’entente',
              },
            ]}
          />
          <TextArea form={form} name="texte" label="Le besoin, et de combien" rows={3} />
          <Actions libelle={mienne ? 'Corriger notre raison' : 'Écrire notre raison'} genre="main" />
        </Form>
      ) : null}
    </Section>
  )
}

export const ChoixDeForme = ({ lu, revenu }: Props) => {
  const form = formDe(revenu, 'forme', lu.d.g.forme === null ? {} : { forme: lu.d.g.forme })
  const lignes = Object.keys(formes) as Forme[]
  return (
    <Section titre="La forme" id="forme" sous="Ce qu’elle change, avant de choisir.">
      <Table
        legende="Les formes de réponse à plusieurs, et leurs conséquences"
        lignes={lignes}
        colonnes={[
          {
            titre: 'Forme',
            entete: true,
            cell: (f) => (
              <>
                {formes[f].nom}
                {f === lu.d.g.forme ? (
                  <>
                    {' '}
                    <Etat etat="prouve" mot="choisie" />
                  </>
                ) : null}
              </>
            ),
          },
          { titre: 'Contrat', cell: (f) => formes[f].contrat },
          { titre: 'Un membre risque', cell: (f) => formes[f].membre },
          { titre: 'Le mandataire risque', cell: (f) => formes[f].mandataire },
          { titre: 'Qui facture', cell: (f) => formes[f].facture },
          { titre: 'Référence', cell: (f) => formes[f].reference },
          { titre: 'BPF du membre', cell: (f) => formes[f].bpf },
          { titre: 'Convient pour', cell: (f) => formes[f].convient },
        ]}
      />
      <p>
        <small>
          Une synthèse des articles R2142-19 à R2142-27 du code de la commande publique. Aucune notice lue ne
          parle de BPF et de cotraitance : à confirmer avec la DREETS.
        </small>
      </p>
      {lu.mandataire && lu.compose ? (
        <Form form={form} action={adresse(lu, 'forme')}>
          <RadioGroup
            form={form}
            name="forme"
            label="Le groupement est"
            options={lignes.map((value) => ({ value, label: formes[value].nom }))}
          />
          <Actions libelle="Choisir cette forme" genre="main" />
        </Form>
      ) : null}
    </Section>
  )
}

const direPart = (points: number) => `${(points / 100).toLocaleString('fr-FR')} %`

export const Convention = ({ lu, revenu }: Props) => {
  const c = lu.d.convention
  const presents = membresPresents(lu.d)
  const nom = (o: string) => lu.d.membres.find((m) => m.organisme === o)?.nom ?? 'une coopérative sortie'
  const depart: Record<string, string> = {}
  for (const [i, m] of presents.entries()) {
    const p = c?.contenu.parts.find((x) => x.organisme === m.organisme)
    depart[`tient${i}`] = p?.tient ?? ''
    depart[`part${i}`] = p ? String(p.points / 100).replace('.', ',') : ''
  }
  for (const k of Object.keys(clauses) as Clause[]) depart[k] = c?.contenu.clauses[k] ?? ''
  const form = formDe(revenu, 'convention', depart)
  return (
    <Section
      titre="La convention"
      id="convention"
      sous="Conjoint sans répartition écrite, un groupement peut être requalifié en solidaire (R2142-20 du code de la commande publique)."
    >
      {c === null ? (
        <p>Le mandataire ne l’a pas encore écrite.</p>
      ) : (
        <>
          <Table
            legende="Ce que chaque membre tient du lot"
            lignes={c.contenu.parts}
            colonnes={[
              { titre: 'Membre', entete: true, cell: (p) => nom(p.organisme) },
              { titre: 'Ce qu’il tient', cell: (p) => p.tient },
              { titre: 'Part', nombre: true, cell: (p) => direPart(p.points) },
              {
                titre: 'Accord',
                cell: (p) =>
                  lu.d.accords.includes(p.organisme) ? (
                    <Etat etat="prouve" mot="donné" />
                  ) : (
                    <Etat etat="a-venir" mot="attendu" />
                  ),
              },
            ]}
            pied={['Le lot', '', direPart(c.contenu.parts.reduce((t, p) => t + p.points, 0)), '']}
          />
          <p>
            Version {c.version}, du {formaterInstant(c.le, lu.d.g.zone)}, {formes[c.contenu.forme].nom}.
          </p>
          <dl class="recu">
            {(Object.keys(clauses) as Clause[]).map((k) => (
              <div>
                <dt>{clauses[k]}</dt>
                <dd>
                  <span class="lignes">{c.contenu.clauses[k]}</span>
                </dd>
              </div>
            ))}
          </dl>
          {lu.compose && !lu.d.accords.includes(lu.moi) ? (
            <Form form={emptyForm()} action={adresse(lu, 'accord')}>
              <input type="hidden" name="version" value={String(c.version)} />
              <Actions libelle="Donner notre accord à cette version" genre="main" />
            </Form>
          ) : null}
        </>
      )}
      {lu.compose ? <Identites lu={lu} /> : null}
      {lu.mandataire && lu.compose && lu.d.g.forme !== null ? (
        <Form form={form} action={adresse(lu, 'convention')}>
          {presents.map((m, i) => (
            <>
              <Field form={form} name={`tient${i}`} label={`Ce que tient ${m.nom}`} span={2} />
              <Field form={form} name={`part${i}`} label={`Part : ${m.nom}`} inputmode="decimal" unite="%" />
            </>
          ))}
          {(Object.keys(clauses) as Clause[]).map((k) => (
            <TextArea form={form} name={k} label={clauses[k]} rows={3} />
          ))}
          <Actions
            libelle={c === null ? 'Écrire la convention' : 'Écrire une nouvelle version'}
            genre="main"
          />
        </Form>
      ) : null}
    </Section>
  )
}
