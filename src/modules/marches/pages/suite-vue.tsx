import type { Child } from 'hono/jsx'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import type { OrganismeId } from '#kernel/id.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import {
  Actions,
  Alert,
  CheckboxField,
  Etat,
  Facts,
  Field,
  Form,
  RadioGroup,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { emptyForm, FormState } from '#web/form.ts'
import { direConvention, manquesDeSignature } from '../domain/convention.ts'
import { membresPresents } from '../domain/groupement.ts'
import {
  bonsQuiValent,
  type Commande,
  type EtatDIssue,
  type Execution,
  etatsDIssue,
  type FicheDuMarche,
  type Issue,
  type Lecon,
  type Payeur,
  payeurs,
  type Report,
  surcompensation,
  type Visa,
} from '../domain/suite.ts'
import type { Reponse } from '../lecture/lire-reponse.ts'
import { leconsUrl, suiteUrl } from '../liens.ts'

export type Lu = {
  readonly r: Reponse
  readonly le: Date
  readonly issue: Issue | undefined
  readonly fiche: FicheDuMarche | undefined
  readonly commandes: readonly { readonly cle: string; readonly contenu: Commande }[]
  /** Chaque version de chaque bon, dans l’ordre. */
  readonly versions: readonly { readonly cle: string; readonly le: Date; readonly contenu: unknown }[]
  readonly executions: readonly {
    readonly cle: string
    readonly organisme: OrganismeId
    readonly contenu: Execution
  }[]
  /** Les visas du titulaire, par commande. */
  readonly visas: readonly { readonly cle: string; readonly contenu: Visa }[]
  /** Ce que portent au bilan les dossiers clients des sessions que ma coopérative a dites, commande par commande ; absent : je ne les lis pas. */
  readonly portees: ReadonlyMap<string, Report>
  /** La personne ouvre les sessions de sa coopérative. */
  readonly lireLesSessions: boolean
  readonly lecons: readonly { readonly organisme: OrganismeId; readonly contenu: Lecon }[]
}
export type Props = {
  readonly lu: Lu
  readonly form: (geste: string, depart?: Parameters<typeof emptyForm>[1]) => FormState
}

/** Un formulaire que l’on ouvre : fermé quand ce qu’il écrit est déjà écrit, sauf s’il revient avec une faute. */
export const Volet = ({
  titre,
  ouvert,
  form,
  action: ou,
  noms,
  libelle,
  suite,
  children,
}: {
  titre: string
  ouvert: boolean
  form: FormState
  action: string
  noms: Readonly<Record<string, string>>
  libelle: string
  suite?: Child
  children?: Child
}) => (
  <details class="volet" open={ouvert || form.errors.size > 0 || form.alert !== undefined}>
    <summary>{titre}</summary>
    <Form form={form} action={ou} noms={noms} classe="court">
      <div class="champs">{children}</div>
      <Actions libelle={libelle} genre="main">
        {suite}
      </Actions>
    </Form>
  </details>
)

export const action = (lu: Lu, geste: string) => `${suiteUrl({ groupement: lu.r.d.g.id })}/${geste}`
export const nomDe = (r: Reponse, o: string) =>
  r.d.membres.find((m) => m.organisme === o)?.nom ?? 'une coopérative sortie'
export const direMontant = (n: number | null | undefined): string =>
  n === null || n === undefined ? 'non dit' : formaterMontant(centimes(n))
export const jour = (j: string) => formaterDate(j as DateCivile)
export const enEuros = (n: number | null | undefined) =>
  n === null || n === undefined ? '' : (n / 100).toFixed(2).replace('.', ',')
/** Ce que ce membre a dit de cette commande. */
export const executionDe = (lu: Lu, cle: string, membre: OrganismeId) =>
  lu.executions.find((x) => x.cle === cle && x.organisme === membre)?.contenu
export const sieg = (lu: Lu) => lu.r.reglement?.voie === 'sieg'

export const Resultat = ({ lu, form: de }: Props) => {
  const { issue: i, r } = lu
  const form = de(
    'issue',
    i && {
      etat: i.etat,
      le: formaterDate(i.le as DateCivile, 'chiffres'),
      motifs: i.motifs,
      attributaire: i.attributaire,
      notes: i.notes.map((n) => `${n.critere} : ${String(n.points).replace('.', ',')}/${n.sur}`).join('\n'),
    },
  )
  return (
    <Section
      titre="La réponse de l’acheteur"
      id="issue"
      sous={
        sieg(lu)
          ? undefined
          : 'Rejetées, demandez les motifs et les notes : l’acheteur les doit (R2181-1 à R2181-4 du code de la commande publique, selon la procédure).'
      }
    >
      {i === undefined ? (
        <p>Elle n’est pas encore écrite.</p>
      ) : (
        <>
          <Facts
            faits={[
              [
                'Issue',
                <Etat etat={i.etat === 'attribue' ? 'prouve' : 'sans-objet'} mot={etatsDIssue[i.etat]} />,
              ],
              ['Le', jour(i.le)],
              ['Attributaire', i.attributaire || 'non dit'],
              ['Signé le', r.d.g.signeLe ? jour(r.d.g.signeLe) : 'pas encore'],
              ...(i.etat === 'attribue'
                ? ([
                    [
                      'Convention du groupement',
                      i.conventionHors
                        ? `signée hors Coforme, dit ${nomDe(r, r.d.g.mandataire)} : « ${i.conventionHors} »`
                        : direConvention(r.d),
                    ],
                  ] as const)
                : []),
            ]}
          />
          {i.motifs === '' ? null : <p class="lignes">{i.motifs}</p>}
          {i.notes.length === 0 ? null : (
            <Table
              legende="Les notes, critère par critère"
              lignes={i.notes}
              colonnes={[
                { titre: 'Critère', entete: true, cell: (n) => n.critere },
                { titre: 'Note', nombre: true, cell: (n) => String(n.points).replace('.', ',') },
                { titre: 'Sur', nombre: true, cell: (n) => n.sur },
              ]}
            />
          )}
        </>
      )}
      {r.mandataire ? (
        <Volet
          titre={i ? 'Corriger la réponse' : 'Écrire la réponse'}
          ouvert={i === undefined}
          form={form}
          action={action(lu, 'issue')}
          noms={{ etat: 'Issue', le: 'Date', notes: 'Notes' }}
          libelle={i ? 'Corriger' : 'Écrire la réponse'}
        >
          <RadioGroup
            form={form}
            name="etat"
            label="Le lot est"
            options={(Object.keys(etatsDIssue) as EtatDIssue[]).map((value) => ({
              value,
              label: etatsDIssue[value],
            }))}
          />
          <Field form={form} name="le" label="Notifié le" />
          <Field form={form} name="attributaire" label="Attributaire" optional span={2} />
          <TextArea form={form} name="motifs" label="Motifs" rows={3} optional />
          <TextArea
            form={form}
            name="notes"
            label="Notes, une par ligne"
            hint="« Prix : 32/40 »"
            rows={3}
            optional
          />
        </Volet>
      ) : null}
      {r.mandataire && i?.etat === 'attribue' && r.d.g.signeLe === null ? (
        <Form form={de('signer')} action={action(lu, 'signer')} classe="court">
          <Field
            form={de('signer')}
            name="jour"
            label={sieg(lu) ? 'Convention signée le' : 'Marché signé le'}
          />
          {manquesDeSignature(membresPresents(r.d), r.d.convention, r.d.signatures).length === 0 ? null : (
            <Field
              form={de('signer')}
              name="conventionHors"
              label="Convention signée hors Coforme : où, et quand"
              optional
              span={2}
              hint="sinon, chaque membre la signe d’abord par son lien"
            />
          )}
          <Actions libelle="Dire la signature" genre="main" />
        </Form>
      ) : null}
    </Section>
  )
}

export const Fiche = ({ lu, form: de }: Props) => {
  const { fiche: f, r } = lu
  const form = de(
    'marche',
    f
      ? {
          ...f,
          minimum: enEuros(f.minimum),
          maximum: enEuros(f.maximum),
          compensation: enEuros(f.compensation),
        }
      : { circuit: 'direct' },
  )
  // Le coût de chaque commande : non dit, la différence ne se connaît pas.
  const rendre = f
    ? surcompensation(
        f.compensation,
        bonsQuiValent(lu.commandes).map((c) => executionDe(lu, c.cle, c.contenu.membre)?.couts ?? null),
      )
    : null
  return (
    <Section
      titre="Fiche d’identité du marché"
      id="marche"
      sous="Ce que chacun recopie pour facturer. Un champ non dit reste vide."
    >
      {f === undefined ? (
        <p>Le mandataire ne l’a pas encore écrite.</p>
      ) : (
        <Facts
          faits={[
            ['Numéro', f.numero || 'non dit'],
            ['SIRET de l’acheteur', f.siretAcheteur || 'non dit'],
            ['Engagement', f.engagement || 'non dit'],
            ['Service', f.service || 'non dit'],
            ['Paie', payeurs[f.payeur].nom],
            [
              'Circuit',
              f.circuit === 'direct' ? 'chacun dépose sa facture' : 'le mandataire dépose pour tous',
            ],
            ['Minimum', direMontant(f.minimum)],
            ['Maximum', direMontant(f.maximum)],
            ['Indexation', f.indexation || 'non dite'],
            ['Pénalités', f.penalites || 'non dites'],
            ...(sieg(lu) ? ([['Compensation', direMontant(f.compensation)]] as const) : []),
          ]}
        />
      )}
      {sieg(lu) && rendre !== null && rendre > 0 ? (
        <Alert fort={`La compensation dépasse les coûts dits de ${formaterMontant(centimes(rendre))}.`}>
          La convention d’habilitation ne compense que les coûts (C. trav., art. L6121-2-1, à vérifier dans
          votre convention) : relisez-la avant de rendre la différence.
        </Alert>
      ) : null}
      {r.mandataire ? (
        <Volet
          titre={f ? 'Corriger la fiche' : 'Écrire la fiche'}
          ouvert={f === undefined}
          form={form}
          action={action(lu, 'marche')}
          noms={{ payeur: 'Qui paie', minimum: 'Minimum', maximum: 'Maximum' }}
          libelle="Enregistrer la fiche"
        >
          <Field form={form} name="numero" label="Numéro du marché" optional />
          <Field form={form} name="siretAcheteur" label="SIRET de l’acheteur" optional inputmode="numeric" />
          <Field form={form} name="engagement" label="Numéro d’engagement" optional />
          <Field form={form} name="service" label="Code service" optional />
          <SelectField
            form={form}
            name="payeur"
            label="Qui paie"
            vide="choisir"
            options={(Object.keys(payeurs) as Payeur[]).map((value) => ({
              value,
              label: `${payeurs[value].nom} (${payeurs[value].ligne})`,
            }))}
          />
          <RadioGroup
            form={form}
            name="circuit"
            label="Qui dépose les factures"
            options={[
              { value: 'direct', label: 'chaque membre' },
              { value: 'global', label: 'le mandataire, pour tous' },
            ]}
          />
          <Field form={form} name="minimum" label="Minimum du lot" optional unite="€" inputmode="decimal" />
          <Field form={form} name="maximum" label="Maximum du lot" optional unite="€" inputmode="decimal" />
          {sieg(lu) ? (
            <Field
              form={form}
              name="compensation"
              label="Compensation convenue"
              optional
              unite="€"
              inputmode="decimal"
            />
          ) : null}
          <Field form={form} name="indexation" label="Indexation" optional span={2} />
          <Field form={form} name="penalites" label="Pénalités, et qui les supporte" optional span={3} />
        </Volet>
      ) : null}
    </Section>
  )
}

export const Lecons = ({ lu, form: de }: Props) => {
  const { r } = lu
  const mienne = lu.lecons.find((l) => l.organisme === r.moi)?.contenu
  const presents = membresPresents(r.d)
  const tous = presents.every((m) => lu.lecons.find((l) => l.organisme === m.organisme)?.contenu.partage)
  const form = de('lecon', mienne ? { texte: mienne.texte, partage: mienne.partage } : {})
  return (
    <Section
      titre="Leçons"
      id="lecons"
      sous="Lues des membres. Le pôle ne les lit que si chacun l’accepte ; l’un retire son accord, elles se referment."
    >
      <dl class="recu">
        {presents.map((m) => {
          const l = lu.lecons.find((x) => x.organisme === m.organisme)?.contenu
          return (
            <div>
              <dt>{m.nom}</dt>
              <dd>
                {l ? (
                  <>
                    <span class="lignes">{l.texte}</span>{' '}
                    <small>{l.partage ? 'partage accepté' : 'pour les membres seuls'}</small>
                  </>
                ) : (
                  <Etat etat="a-venir" mot="à écrire" />
                )}
              </dd>
            </div>
          )
        })}
      </dl>
      <p>
        {tous ? (
          <>
            Chacun l’accepte : <a href={leconsUrl()}>le pôle les lit</a>.
          </>
        ) : (
          'Le pôle n’en lit rien.'
        )}
      </p>
      <Volet
        titre={mienne ? 'Corriger notre leçon' : 'Écrire notre leçon'}
        ouvert={mienne === undefined}
        form={form}
        action={action(lu, 'lecon')}
        noms={{ texte: 'La leçon' }}
        libelle={mienne ? 'Corriger notre leçon' : 'Écrire notre leçon'}
      >
        <TextArea
          form={form}
          name="texte"
          label="Ce que nous en retenons"
          rows={3}
          hint="ni prix, ni note d’un autre membre"
        />
        <CheckboxField
          form={form}
          name="partage"
          large
          label="Nous acceptons que le pôle la lise, si chaque membre l’accepte"
        />
      </Volet>
    </Section>
  )
}
