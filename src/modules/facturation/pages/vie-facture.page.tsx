/** La vie d’une facture : par où elle part, ce qui en est dit, qui doit agir, et comment réparer. */
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import type { Refus } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { formaterInstant, instantDe, jourLocal, type Zone } from '#kernel/zones.ts'
import {
  type Envoi,
  lireOrganisme,
  pageEtGestes,
  petitGeste,
  peutSuivre,
  peutVisiteur,
} from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import {
  Button,
  ButtonLink,
  Definitions,
  Etat,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
  Table,
} from '#web/components.tsx'
import type { Visiteur } from '#web/env.ts'
import { choix, date, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, type FormState } from '#web/form.ts'
import {
  type DepotId,
  type DepotLu,
  depotsDe,
  facturesQuiPartent,
  type StatutGarde,
  statutsDe,
} from '../db/cycle.ts'
import type { FactureLue } from '../db/factures.queries.ts'
import { lirePlateforme } from '../db/plateforme.ts'
import { type EtatElectronique, etatDElectronique } from '../domain/cycle/etat.ts'
import { type CodeStatut, fichesStatut, motQuiAgit, motVoie, type Voie } from '../domain/cycle/statuts.ts'
import { arreterLeDepot, deposerFacture, direStatut } from '../gestes/deposer.ts'
import { type CitesPourChorus, citesPourChorus, voieDeFacture } from '../lecture/voie.ts'
import {
  arreterDepotUrl,
  deposerFactureUrl,
  electroniquesUrl,
  facturePdfUrl,
  factureUrl,
  plateformeUrl,
  statutFactureUrl,
  vieFactureUrl,
} from '../liens.ts'
import { factureLisible, path } from './commun.ts'

const fieldsDepot = z.object({
  voie: choix(['plateforme', 'chorus', 'main'] as const, { phrase: 'Dites par où elle part.' }),
  jour: facultatif(date()),
  reference: texte({ max: 60 }),
})
/** Ce que l’on note soi-même : de Chorus Pro, ou de qui achète. */
const notables = [202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 220] as const
const fieldsStatut = z.object({
  statut: choix(notables.map(String) as [string, ...string[]], { phrase: 'Choisissez un statut.' }),
  leJour: date(),
  motif: texte({ max: 500 }),
})

/** Un jour dit sans heure vaut son midi ; aujourd’hui, l’instant même. */
const leJourMeme = (jour: DateCivile, zone: Zone, maintenant: Date): Date =>
  jour === jourLocal(maintenant, zone) ? maintenant : instantDe(jour, 12 * 60, zone).instant

type Vue = {
  readonly f: FactureLue
  readonly voie: Voie
  readonly plateforme: string | undefined
  readonly etat: EtatElectronique
  readonly depots: readonly DepotLu[]
  readonly statuts: readonly StatutGarde[]
  readonly cites: CitesPourChorus
  readonly zone: Zone
  readonly emet: boolean
  readonly aujourdhui: DateCivile
}

const Fil = ({ v }: { v: Vue }) => (
  <Section titre="Ce qui en est dit" id="vie">
    {v.statuts.length === 0 && v.depots.length === 0 ? (
      <p>Rien encore : elle n’est pas partie.</p>
    ) : (
      <Table
        legende="Les étapes de cette facture, de la plus ancienne à la plus récente"
        lignes={[
          ...v.depots.map((d) => ({
            le: d.deposeLe ?? d.demandeLe,
            mot: `${d.deposeLe ? 'partie par' : 'à faire partir par'} ${motVoie[d.voie]}`,
            forme: d.closLe ? ('manquant' as const) : d.deposeLe ? ('prouve' as const) : ('a-venir' as const),
            dit: [
              d.reference ? `dépôt ${d.reference}` : '',
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

const Chorus = ({ v }: { v: Vue }) => (
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

const Partir = ({ v, form }: { v: Vue; form: FormOf<typeof fieldsDepot> }) => (
  <Section titre={`Faire partir ${v.f.numero}`} id="partir" sous={`Par ${motVoie[v.voie]}`}>
    {v.voie === 'chorus' ? <Chorus v={v} /> : null}
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

const Noter = ({ v, form }: { v: Vue; form: FormOf<typeof fieldsStatut> }) => (
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

const VieDeFacture = ({
  v,
  depot,
  statut,
  alerte,
}: {
  v: Vue
  depot: FormOf<typeof fieldsDepot>
  statut: FormOf<typeof fieldsStatut>
  alerte: FormState['alert']
}) => {
  const ouvert = v.depots.find((d) => d.closLe === null)
  const aRefaire = v.statuts.some((s) => [210, 213].includes(s.code))
  return (
    <Page
      title="Vie électronique"
      heading={`La vie de ${v.f.numero}`}
      lede={v.f.payeur}
      path={[
        ...path,
        {
          libelle: 'Factures électroniques',
          href: electroniquesUrl(),
          si: () => peutSuivre('facturation.lire', { liste: true }),
        },
        { libelle: v.f.numero, href: factureUrl({ facture: v.f.id }) },
      ]}
      alert={alerte}
    >
      <Section
        titre="Où elle en est"
        id="etat"
        outils={[
          { libelle: 'La pièce (PDF)', href: facturePdfUrl({ facture: v.f.id }) },
          { libelle: 'La facture', href: factureUrl({ facture: v.f.id }) },
        ]}
      >
        <Definitions
          lignes={[
            ['État', <Etat etat={v.etat.forme} mot={v.etat.mot} />],
            ...(v.etat.motif ? [['Motif', v.etat.motif] as const] : []),
            ['Qui agit', motQuiAgit[v.etat.quiAgit]],
            ['Ensuite', v.etat.suite],
            ['Voie', motVoie[ouvert?.voie ?? v.voie]],
          ]}
        />
        {aRefaire && v.emet && v.etat.quiAgit === 'nous' ? (
          <p>
            <ButtonLink href={`${factureUrl({ facture: v.f.id })}#avoir`} genre="main">
              Préparer l’avoir
            </ButtonLink>
          </p>
        ) : null}
        {v.f.sesAvoirs.map((a) => (
          <p>
            Avoir <a href={factureUrl({ facture: a.id })}>{a.numero}</a>, du {formaterDate(a.emiseLe)}.
          </p>
        ))}
      </Section>
      <Fil v={v} />
      {v.emet && !ouvert && v.f.piece && !aRefaire ? <Partir v={v} form={depot} /> : null}
      {v.emet && ouvert?.voie === 'plateforme' && ouvert.essais === 0 && ouvert.flux === null ? (
        <Form form={emptyForm()} action={arreterDepotUrl({ facture: v.f.id })} classe="">
          <p>
            <Button genre="grave">Arrêter avant qu’elle parte</Button>
          </p>
        </Form>
      ) : null}
      {v.emet && ouvert && ouvert.voie !== 'plateforme' ? <Noter v={v} form={statut} /> : null}
    </Page>
  )
}

const lireVie = async (tx: TenantTx, f: FactureLue, visiteur: Visiteur, le: Date): Promise<Vue> => {
  const [partie] = await facturesQuiPartent(tx, { taille: 1, facture: f.id })
  const { zone } = await lireOrganisme(tx)
  return {
    f,
    zone,
    aujourdhui: jourLocal(le, zone),
    emet: !visiteur.assistance && peutVisiteur(visiteur, 'facturation.emettre'),
    voie: await voieDeFacture(tx, f),
    plateforme: (await lirePlateforme(tx))?.nom,
    etat: etatDElectronique(
      partie ?? {
        voie: null,
        flux: null,
        deposeLe: null,
        echec: null,
        closLe: null,
        ttc: f.ttc,
        regle: f.regle,
        avoirs: f.avoirs,
        statuts: [],
      },
    ),
    depots: await depotsDe(tx, f.id),
    statuts: await statutsDe(tx, { facture: f.id }),
    cites: await citesPourChorus(tx, f),
  }
}

const vers = (f: FactureLue, fort: string, suite?: string) => ({
  vers: vieFactureUrl({ facture: f.id }),
  dit: { genre: 'fait' as const, fort, ...(suite ? { suite } : {}) },
})

export const vieFacturePage = pageEtGestes({
  lien: vieFactureUrl,
  droit: 'facturation.lire',
  lire: (tx, { facture }, { visiteur, le }) => factureLisible(tx, facture, visiteur, le),
  vue: async (tx, f, revenu, { visiteur, le }) => {
    const v = await lireVie(tx, f, visiteur, le)
    const jour = formaterDate(v.aujourdhui, 'chiffres')
    const de = (nom: string) => (revenu?.geste === nom ? revenu.form : undefined)
    return (
      <VieDeFacture
        v={v}
        depot={(de('depot') ?? emptyForm(undefined, { voie: v.voie, jour })) as FormOf<typeof fieldsDepot>}
        statut={(de('statut') ?? emptyForm(undefined, { leJour: jour })) as FormOf<typeof fieldsStatut>}
        alerte={revenu?.form.alert}
      />
    )
  },
  gestes: {
    depot: petitGeste({
      champs: fieldsDepot,
      droit: 'facturation.emettre',
      faire: async (
        tx,
        { lu: f, data, visiteur, le, cle }: Envoi<FactureLue, z.output<typeof fieldsDepot>>,
      ): Promise<Result<Voie, Refus>> => {
        const { zone, id: organisme } = await lireOrganisme(tx)
        const r = await deposerFacture(
          tx,
          f,
          {
            id: cle as DepotId,
            organisme: visiteur.organisme?.id ?? organisme,
            voie: data.voie,
            reference: data.reference || null,
            deposeLe: data.jour ? leJourMeme(data.jour, zone, le) : null,
          },
          le,
        )
        return r.ok ? ok(data.voie) : r
      },
      suite: (voie, f) =>
        voie === 'plateforme'
          ? vers(f, `${f.numero} part.`, 'Son statut reviendra ici.')
          : vers(f, 'C’est noté.'),
    }),
    arreter: petitGeste({
      champs: z.object({}),
      droit: 'facturation.emettre',
      faire: (tx, { lu: f, le }: Envoi<FactureLue, unknown>) => arreterLeDepot(tx, f, le),
      suite: (_, f) => vers(f, `${f.numero} ne part pas.`),
    }),
    statut: petitGeste({
      champs: fieldsStatut,
      droit: 'facturation.emettre',
      faire: async (tx, { lu: f, data, le }: Envoi<FactureLue, z.output<typeof fieldsStatut>>) => {
        const { zone } = await lireOrganisme(tx)
        return direStatut(
          tx,
          f,
          {
            code: Number(data.statut) as CodeStatut,
            le: leJourMeme(data.leJour, zone, le),
            motif: data.motif || null,
          },
          le,
        )
      },
      suite: (_, f) => vers(f, 'C’est noté.'),
    }),
  },
})
