/** Ce qui se montre de la vie d’une facture, et les formulaires qui la font avancer. */
import { z } from 'zod'
import type { DateCivile } from '#kernel/dates.ts'
import { formaterInstant, type Zone } from '#kernel/zones.ts'
import { Button, Etat, Field, FieldSection, Form, Section, SelectField, Table } from '#web/components.tsx'
import { caseCochee, choix, date, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import type { DepotLu, StatutGarde } from '../db/cycle.ts'
import type { FactureLue } from '../db/factures.queries.ts'
import type { EtatElectronique } from '../domain/cycle/etat.ts'
import { fichesStatut, motVoie, type Voie } from '../domain/cycle/statuts.ts'
import type { CitesPourChorus } from '../lecture/voie.ts'
import {
  chorusUrl,
  deposerFactureUrl,
  facturePdfUrl,
  factureUrl,
  plateformeUrl,
  statutFactureUrl,
  trancherDepotUrl,
} from '../liens.ts'

export const fieldsDepot = z.object({
  voie: choix(['plateforme', 'chorus', 'main'] as const, { phrase: 'Dites par où elle part.' }),
  /** Du bouton de Chorus Pro : son interface la prend. Sans lui, la personne note ce qu’elle a fait. */
  parInterface: caseCochee(),
  jour: facultatif(date()),
  reference: texte({ max: 60 }),
})
/** Ce que l’on note soi-même : de Chorus Pro, du site d’une plateforme, ou de qui achète. */
const notables = [201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 220] as const
export const fieldsStatut = z.object({
  statut: choix(notables.map(String) as [string, ...string[]], { phrase: 'Choisissez un statut.' }),
  leJour: date(),
  motif: texte({ max: 500 }),
})

export const fieldsTrancher = z.object({
  vu: choix(['absente', 'presente'] as const, { phrase: 'Dites si cette facture y est.' }),
  flux: texte({ max: 36 }),
  comment: texte({ min: 5, max: 300, vide: 'Dites comment vous l’avez su.' }),
})

/** Ce que la page lit d’une facture et de ses départs. */
export type VieLue = {
  readonly f: FactureLue
  readonly voie: Voie
  readonly plateforme: string | undefined
  /** Chorus Pro est réglé : la facture y part d’un bouton. */
  readonly chorus: boolean
  readonly etat: EtatElectronique
  readonly depots: readonly DepotLu[]
  readonly statuts: readonly StatutGarde[]
  readonly cites: CitesPourChorus
  readonly zone: Zone
  readonly emet: boolean
  readonly aujourdhui: DateCivile
  readonly le: Date
}

export const Fil = ({ v }: { v: VieLue }) => (
  <Section titre="Ce qui en est dit" id="vie">
    {v.statuts.length === 0 && v.depots.length === 0 ? (
      <p>Rien encore : elle n’est pas partie.</p>
    ) : (
      <Table
        legende="Les étapes de cette facture, de la plus ancienne à la plus récente"
        lignes={[
          ...v.depots.map((d) => ({
            le: d.deposeLe ?? d.demandeLe,
            mot:
              d.flux !== null && d.empreinte === null
                ? 'dite présente à la plateforme'
                : `${d.deposeLe ? 'partie par' : 'à faire partir par'} ${motVoie[d.voie]}`,
            forme: d.closLe
              ? ('manquant' as const)
              : d.flux !== null && d.empreinte === null
                ? ('declare' as const)
                : d.deposeLe
                  ? ('prouve' as const)
                  : ('a-venir' as const),
            dit: [
              d.reference ? `dépôt ${d.reference}` : d.voie === 'chorus' && d.flux ? `dépôt ${d.flux}` : '',
              d.priseLe ? `acceptée le ${formaterInstant(d.priseLe, v.zone)}` : '',
              d.echec ?? (d.closLe ? 'arrêté avant de partir' : ''),
              d.empreinte
                ? `empreinte ${d.empreinte.slice(0, 4)} ${d.empreinte.slice(4, 8)} … ${d.empreinte.slice(-4)}`
                : '',
            ]
              .filter(Boolean)
              .join(' ; '),
          })),
          ...v.statuts.map((s) => ({
            le: s.le,
            mot: `${s.code}, ${fichesStatut[s.code].mot}`,
            forme: fichesStatut[s.code].forme,
            dit: [
              s.motif ? `« ${s.motif} »` : '',
              s.dit
                ? s.aEnvoyer
                  ? (s.echec ?? (s.envoyeLe ? 'dit par vous' : 'dit par vous, en route'))
                  : 'noté par vous'
                : '',
            ]
              .filter(Boolean)
              .join(' ; '),
          })),
        ].toSorted((a, b) => a.le.getTime() - b.le.getTime())}
        colonnes={[
          { titre: 'Étape', entete: true, cell: (x) => <Etat etat={x.forme} mot={x.mot} /> },
          { titre: 'Quand', cell: (x) => formaterInstant(x.le, v.zone) },
          { titre: 'Dit', cell: (x) => x.dit },
        ]}
      />
    )}
  </Section>
)

const Chorus = ({ v }: { v: VieLue }) => (
  <>
    <ol>
      <li>
        <a href={facturePdfUrl({ facture: v.f.id })}>Téléchargez {v.f.numero}</a> : ce PDF porte ses données,
        Chorus Pro les lit.
      </li>
      <li>
        Sur{' '}
        <a href="https://chorus-pro.gouv.fr" rel="noreferrer">
          chorus-pro.gouv.fr
        </a>
        , choisissez « Déposer une facture », puis joignez ce fichier.
      </li>
      <li>
        Vérifiez ce qu’il a lu : {v.f.payeur}, SIRET {v.cites.siret ?? 'à demander'}, code de service{' '}
        {v.cites.service ?? 'aucun'}, engagement {v.cites.engagement ?? 'aucun'}.
      </li>
      <li>Validez, puis recopiez ici le numéro qu’il rend.</li>
    </ol>
  </>
)

export const Partir = ({ v, form }: { v: VieLue; form: FormOf<typeof fieldsDepot> }) => (
  <Section titre={`Faire partir ${v.f.numero}`} id="partir" sous={`Par ${motVoie[v.voie]}`}>
    {v.voie === 'chorus' && v.chorus ? (
      <Form form={emptyForm()} action={deposerFactureUrl({ facture: v.f.id })} classe="">
        <input type="hidden" name="voie" value="chorus" />
        <input type="hidden" name="parInterface" value="on" />
        <p>
          Elle part une fois, avec son code de service ({v.cites.service ?? 'aucun'}) et son engagement (
          {v.cites.engagement ?? 'aucun'}). Chorus Pro dira ici s’il l’intègre ou la rejette.{' '}
          <Button genre="main">Déposer {v.f.numero} à Chorus Pro</Button>
        </p>
        <p>Ou déposez-la vous-même :</p>
      </Form>
    ) : null}
    {v.voie === 'chorus' ? <Chorus v={v} /> : null}
    {v.voie === 'chorus' && !v.chorus ? (
      <p>
        <a href={chorusUrl()}>Réglez Chorus Pro</a> pour qu’elles y partent d’un bouton, sur la page de
        chacune.
      </p>
    ) : null}
    {v.voie === 'main' && !v.plateforme ? (
      <p>
        Aucune plateforme agréée n’est réglée. <a href={plateformeUrl()}>Réglez-la</a>, ou envoyez la facture
        par courriel depuis <a href={factureUrl({ facture: v.f.id })}>sa page</a>, puis notez-le ici.
      </p>
    ) : null}
    <Form
      form={form}
      action={deposerFactureUrl({ facture: v.f.id })}
      noms={{ voie: 'Voie', jour: 'Jour', reference: 'Numéro' }}
    >
      <FieldSection titre={v.voie === 'plateforme' ? 'Déposer' : 'Noter que c’est fait'}>
        <input type="hidden" name="voie" value={v.voie} />
        {v.voie === 'plateforme' ? (
          <p class="sub l3">
            Elle part une fois ; son statut reviendra ici. Une facture partie ne se corrige que par un avoir.
          </p>
        ) : (
          <Field form={form} name="jour" label="Remise le" />
        )}
        {v.voie === 'chorus' ? (
          <Field form={form} name="reference" label="Numéro rendu par Chorus Pro" />
        ) : null}
        <Button genre="main">
          {v.voie === 'plateforme' ? `Déposer ${v.f.numero} chez ${v.plateforme}` : 'C’est fait'}
        </Button>
      </FieldSection>
    </Form>
  </Section>
)

export const Noter = ({ v, form }: { v: VieLue; form: FormOf<typeof fieldsStatut> }) => (
  <Form
    form={form}
    action={statutFactureUrl({ facture: v.f.id })}
    noms={{ statut: 'Statut', leJour: 'Jour', motif: 'Motif' }}
  >
    <FieldSection titre="Noter ce que vous en savez">
      <SelectField
        form={form}
        name="statut"
        label="Elle est"
        vide="à dire"
        options={notables.map((c) => ({ value: String(c), label: fichesStatut[c].mot }))}
      />
      <Field form={form} name="leJour" label="Le" />
      <Field
        form={form}
        name="motif"
        label="Pourquoi"
        hint="d’un litige, d’une suspension, d’un refus, d’un rejet"
        span={3}
        optional
      />
      <Button>Noter</Button>
    </FieldSection>
  </Form>
)

export const Trancher = ({ v, form }: { v: VieLue; form: FormOf<typeof fieldsTrancher> }) => (
  <Form
    form={form}
    action={trancherDepotUrl({ facture: v.f.id })}
    noms={{ vu: 'Ce que vous avez vu', flux: 'Numéro du flux', comment: 'Comment' }}
  >
    <FieldSection
      titre={`${v.voie === 'chorus' ? 'Chorus Pro' : 'La plateforme'} n’a pas répondu de ce dépôt`}
    >
      <p class="sub l3">
        Cherchez-y {v.f.numero} avant de répondre : une facture que vous dites absente peut repartir, et
        arriver deux fois à qui la paie.
      </p>
      <SelectField
        form={form}
        name="vu"
        label={v.f.numero}
        vide="à dire"
        options={[
          { value: 'absente', label: 'n’y est pas' },
          { value: 'presente', label: 'y est' },
        ]}
      />
      <Field form={form} name="flux" label="Numéro qui lui est donné là-bas" hint="si elle y est" optional />
      <Field
        form={form}
        name="comment"
        label="Comment vous l’avez su"
        hint="vu sur son site, dit par son assistance le…"
        span={3}
      />
      <Button>Noter</Button>
    </FieldSection>
  </Form>
)
