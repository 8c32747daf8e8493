// Long parce que l’import d’un fichier et la saisie d’une facture sont deux entrées d’un même enregistrement.
/** Ce qu’un autre outil a émis ou passé : saisi une fois, ou lu d’un fichier, à blanc d’abord. */
import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { de, slug } from '#kernel/texte.ts'
import { dispositifs, listeDispositifs, listerDossiers } from '#modules/inscriptions/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { decoderCsv } from '#platform/csv/lire-csv.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Button,
  Etat,
  Field,
  FieldSection,
  FileField,
  Form,
  Page,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix, date, facultatif, montant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, type Televersement, withAlert } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { sessionDeNumero } from '../db/enregistrer.ts'
import { type GenreFacture, genresFacture, motGenre, motNature, natures } from '../domain/facture.ts'
import { enregistrerFacture } from '../gestes/enregistrer.ts'
import { importer, type LigneDeRapport, rapportABlanc } from '../gestes/importer-factures.ts'
import { colonnesImport, type GenreImport, genresImport, motImport } from '../lecture/colonnes-import.ts'
import { lireImportAPart } from '../lecture/lire-import-a-part.ts'
import { enregistrerFactureUrl, factureUrl, importerFacturesUrl } from '../liens.ts'
import type { PrisesFacturation } from '../prises.ts'
import { path } from './commun.ts'

const estFichier = (v: unknown): v is Televersement =>
  typeof v === 'object' && v !== null && 'octets' in v && 'taille' in v

const fields = z.object({
  genre: choix(genresImport, { phrase: 'Choisissez ce que dit le fichier.' }),
  outil: texte({ min: 2, max: 40, vide: 'Dites d’où il vient : enDI, Louty, comptabilité…' }),
  fichier: z.unknown().optional(),
  texte: texte({ max: 2_000_000 }),
  raison: texte({ max: 300 }),
})
type Formulaire = FormOf<typeof fields>

const sorts = {
  enregistree: { etat: 'prouve', mot: 'enregistrée' },
  deja: { etat: 'sans-objet', mot: 'déjà là' },
  ecartee: { etat: 'manquant', mot: 'écartée' },
} as const

const Rapport = ({ lignes, aBlanc }: { lignes: readonly LigneDeRapport[]; aBlanc: boolean }) => {
  const compte = (e: LigneDeRapport['etat']) => lignes.filter((l) => l.etat === e).length
  return (
    <Section
      titre={aBlanc ? 'Lu à blanc' : 'Enregistré'}
      id="rapport"
      sous={`${compte('enregistree')} ${aBlanc ? 'à enregistrer' : 'enregistrées'}, ${compte('deja')} déjà là, ${compte('ecartee')} écartées`}
    >
      <Table
        legende="Sort de chaque ligne"
        lignes={lignes}
        colonnes={[
          { titre: 'Ligne', nombre: true, cell: (l) => l.ligne },
          { titre: 'Quoi', entete: true, cell: (l) => l.quoi || 'sans nom' },
          {
            titre: 'Sort',
            cell: (l) => (
              <Etat
                etat={sorts[l.etat].etat}
                mot={aBlanc && l.etat === 'enregistree' ? 'sera enregistrée' : sorts[l.etat].mot}
              />
            ),
          },
          { titre: 'Remarque', cell: (l) => l.note },
        ]}
      />
    </Section>
  )
}

const Vue = ({
  form,
  rapport,
  aBlanc = true,
}: {
  form: Formulaire
  rapport?: readonly LigneDeRapport[] | undefined
  aBlanc?: boolean
}) => (
  <Page
    title="Enregistrer, importer"
    lede="Ce qu’un autre outil a déjà émis ne se ressaisit pas. Relire le même fichier n’ajoute rien."
    path={path}
    alert={form.alert}
  >
    {rapport ? <Rapport lignes={rapport} aBlanc={aBlanc} /> : null}
    <p>
      <a href={enregistrerFactureUrl()}>Saisir une facture à la main</a>
    </p>
    <Form form={form} noms={{ genre: 'Contenu', outil: 'Outil' }} fichiers>
      <FieldSection titre="Fichier">
        <SelectField
          form={form}
          name="genre"
          label="Il dit"
          options={genresImport.map((g) => ({ value: g, label: motImport[g] }))}
        />
        <Field form={form} name="outil" label="Il vient de" hint="enDI, Louty, comptabilité" />
        <FileField
          form={form}
          name="fichier"
          label="Fichier"
          accept=".csv,.txt,.xml,text/csv,text/plain,application/xml"
          optional
        />
        <TextArea
          form={form}
          name="texte"
          label="Ou les lignes, collées ici"
          rows={6}
          hint="la première ligne nomme les colonnes"
          optional
        />
        {rapport?.some((l) => l.note.includes('Dites pourquoi')) || form.values.get('raison')?.[0] ? (
          <Field
            form={form}
            name="raison"
            label="Pourquoi, puisque ce bilan est transmis"
            span={3}
            optional
          />
        ) : null}
        <p class="l3">
          <Button genre="main" geste="lire">
            Lire à blanc
          </Button>{' '}
          <Button genre="call" geste="enregistrer">
            Enregistrer
          </Button>
        </p>
      </FieldSection>
    </Form>
    <Section titre="Colonnes" id="colonnes">
      <Table
        legende="Colonnes reconnues"
        lignes={genresImport}
        colonnes={[
          { titre: 'Contenu', entete: true, cell: (g) => motImport[g] },
          { titre: 'Exigées', cell: (g) => colonnesImport[g].exigees.join(', ') },
          { titre: 'Reconnues', cell: (g) => colonnesImport[g].autres.join(', ') },
        ]}
      />
      <p class="sub">
        Les écritures se lisent aussi d’un fichier des écritures comptables (FEC) ; un relevé, sous les titres
        que lui donne votre banque, ou en camt.053.
      </p>
      <p class="sub">
        Origines : {listeDispositifs.join(', ')}. Une origine absente reste à affecter ; elle ne se devine
        pas.
      </p>
    </Section>
  </Page>
)

const fieldsSaisie = z.object({
  outil: texte({ min: 2, max: 40, vide: 'Dites quel outil l’a émise.' }),
  genre: choix(genresFacture, { phrase: 'Choisissez ce que c’est.' }),
  numero: texte({ min: 1, max: 40, vide: 'Écrivez son numéro.' }),
  date: date(),
  echeance: facultatif(date()),
  client: texte({ min: 1, max: 200, vide: 'Dites qui paie.' }),
  ht: montant(),
  tva: facultatif(montant()),
  origine: texte({ max: 40 }),
  nature: choix(natures, { phrase: 'Choisissez ce qu’elle facture.' }),
  session: texte({ max: 40 }),
  dossier: texte({ max: 40 }),
  du: facultatif(date()),
  au: facultatif(date()),
  corrige: texte({ max: 40 }),
  libelle: texte({ max: 500 }),
  raison: texte({ max: 300 }),
})
type Saisie = FormOf<typeof fieldsSaisie>

type Choix = { readonly value: string; readonly label: string }

/** Les dossiers d’une session, à nommer : sans le sien, une facture s’ajouterait à ce que la convention compte déjà. */
const dossiersDuNumero = async (tx: TenantTx, numero: string): Promise<readonly Choix[]> => {
  const session = numero === '' ? undefined : await sessionDeNumero(tx, numero)
  return session
    ? (await listerDossiers(tx, session.id)).map((d) => ({ value: d.id as string, label: d.client }))
    : []
}

const VueSaisie = ({
  form,
  dossiers,
  raison = false,
}: {
  form: Saisie
  dossiers: readonly Choix[]
  /** L’exercice est transmis : la personne dit pourquoi. */
  raison?: boolean
}) => (
  <Page
    title="Enregistrer une facture"
    lede="Émise par un autre outil, elle compte ici pour le client, la session et le bilan ; rien ne part de nouveau."
    path={[...path, { libelle: 'Enregistrer, importer', href: importerFacturesUrl() }]}
    alert={form.alert}
  >
    <Form
      form={form}
      noms={{ numero: 'Numéro', client: 'Payeur', ht: 'Montant HT', date: 'Date', outil: 'Outil' }}
    >
      <FieldSection titre="La pièce">
        <SelectField
          form={form}
          name="genre"
          label="C’est"
          options={genresFacture.map((g) => ({ value: g, label: motGenre[g] }))}
        />
        <Field form={form} name="numero" label="Numéro" />
        <Field form={form} name="outil" label="Émise par" hint="enDI, Louty, EDOF, comptabilité" />
        <Field form={form} name="date" label="Date" />
        <Field
          form={form}
          name="echeance"
          label="Échéance"
          hint="sans elle, elle ne se relance pas"
          optional
        />
        <Field form={form} name="client" label="Qui paie" />
        <Field form={form} name="corrige" label="Si c’est un avoir, sur la facture" optional />
        <Field form={form} name="ht" label="Montant HT" unite="€" inputmode="decimal" />
        <Field form={form} name="tva" label="TVA" unite="€" inputmode="decimal" optional />
        <Field form={form} name="libelle" label="Désignation" optional span={3} />
      </FieldSection>
      <FieldSection titre="Ce qu’elle paie">
        <SelectField
          form={form}
          name="nature"
          label="Nature"
          options={natures.map((n) => ({ value: n, label: motNature[n] }))}
        />
        <SelectField
          form={form}
          name="origine"
          label="Origine de l’argent"
          vide="à affecter plus tard"
          options={listeDispositifs.map((d) => ({ value: d, label: dispositifs[d].mot }))}
        />
        <Field form={form} name="session" label="Session" hint="son numéro" optional />
        {dossiers.length > 0 ? (
          <SelectField
            form={form}
            name="dossier"
            label="Dossier client qu’elle paie"
            vide="Choisir"
            options={dossiers}
          />
        ) : null}
        <Field form={form} name="du" label="Prestation, du" optional />
        <Field form={form} name="au" label="au" optional />
        {raison ? (
          <Field form={form} name="raison" label="Pourquoi, puisque ce bilan est transmis" span={3} />
        ) : null}
        <p class="l3">
          <Button genre="call">Enregistrer cette facture</Button>
        </p>
      </FieldSection>
    </Form>
  </Page>
)

export const importerPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>, prises: PrisesFacturation) =>
  new Hono<Env>()
    .get(importerFacturesUrl.modele, exigerDroit('facturation.emettre'), (c) =>
      c.html(<Vue form={emptyForm(undefined, { genre: 'factures' })} />),
    )
    .post(importerFacturesUrl.modele, exigerDroit('facturation.emettre'), async (c) => {
      const lu = await readForm(fields, c, { corps: 4_000_000 })
      if (!lu.ok) return c.html(<Vue form={lu.form} />, lu.status)
      const outil = slug(lu.data.outil, 40)
      const f = estFichier(lu.data.fichier) && lu.data.fichier.taille > 0 ? lu.data.fichier : undefined
      const contenu = f ? decoderCsv(f.octets) : lu.data.texte
      // Le contenu lu revient dans la page : « Enregistrer » n’a plus besoin du fichier.
      const form: Formulaire = {
        ...lu.form,
        lost: new Map(),
        values: new Map([...lu.form.values, ['texte', [contenu]]]),
      }
      const refuser = (phrase: string) =>
        c.html(<Vue form={withAlert(form, { titre: 'Rien n’a été enregistré', phrase })} />, 422)
      if (outil.length < 2 || outil === 'coforme')
        return refuser('Nommez l’outil par deux lettres au moins ; « coforme » est d’ici.')
      if (contenu.trim() === '') return refuser('Choisissez un fichier, ou collez ses lignes.')
      if (contenu.includes('\0') || contenu.includes('\ufffd'))
        return refuser(
          'Ce fichier n’est pas du texte UTF-8 : enregistrez-le en « CSV UTF-8 » depuis votre tableur.',
        )
      const aBlanc = lu.geste !== 'enregistrer'
      const genre = lu.data.genre as GenreImport
      const lignes = await lireImportAPart(genre, contenu)
      if (!lignes.ok) return refuser(lignes.error.phrase)
      try {
        return await pourVisiteur(c, db, async (tx) => {
          const r = await importer(
            tx,
            {
              genre,
              outil,
              lignes: lignes.value,
              nom: f?.nom ?? 'lignes collées',
              aBlanc,
              deposes: await prises.exercicesDeposes(tx),
              raison: lu.data.raison,
            },
            clock.now(),
          )
          return r.ok ? c.html(<Vue form={form} rapport={r.value} aBlanc={false} />) : refuser(r.error.phrase)
        })
      } catch (e) {
        const rapport = rapportABlanc(e)
        if (!rapport) throw e
        return c.html(<Vue form={form} rapport={rapport} />)
      }
    })
    .get(enregistrerFactureUrl.modele, exigerDroit('facturation.emettre'), (c) => {
      const q = (n: string) => (c.req.query(n) ?? '').slice(0, 200)
      const origine = q('origine')
      return pourVisiteur(c, db, async (tx) =>
        c.html(
          <VueSaisie
            dossiers={await dossiersDuNumero(tx, q('session'))}
            form={emptyForm(undefined, {
              genre: 'facture',
              nature: 'formation',
              session: q('session'),
              dossier: q('dossier'),
              client: q('client'),
              origine,
              outil: origine === 'cdc-cpf' ? 'EDOF' : '',
              libelle: q('libelle'),
            })}
          />,
        ),
      )
    })
    .post(enregistrerFactureUrl.modele, exigerDroit('facturation.emettre'), async (c) => {
      const lu = await readForm(fieldsSaisie, c)
      const numero = (lu.ok ? lu.data.session : (lu.form.values.get('session')?.[0] ?? '')).slice(0, 40)
      const vue = (form: Saisie, status: 200 | 409 | 413 | 415 | 422) =>
        pourVisiteur(c, db, async (tx) =>
          c.html(<VueSaisie form={form} dossiers={await dossiersDuNumero(tx, numero)} />, status),
        )
      if (!lu.ok) return vue(lu.form, lu.status)
      const d = lu.data
      const refuser = (phrase: string, status: 409 | 422 = 422) =>
        vue(withAlert(lu.form, { titre: 'Rien n’a été enregistré', phrase }), status)
      const outil = slug(d.outil, 40)
      if (outil.length < 2 || outil === 'coforme') return refuser('Nommez l’outil ; « coforme » est d’ici.')
      const source = d.origine === '' ? null : listeDispositifs.find((x) => x === d.origine)
      if (source === undefined) return refuser('Cette origine n’existe pas.')
      if ((d.du === undefined) !== (d.au === undefined) || (d.du && d.au && d.du > d.au))
        return refuser('La prestation a un début et une fin, dans cet ordre.')
      if (d.echeance && d.echeance < d.date) return refuser('L’échéance précède la date de la facture.')
      if (d.ht === 0) return refuser('Une facture a un montant.')
      return pourVisiteur(c, db, async (tx) => {
        const non = async (phrase: string, code = '') =>
          c.html(
            <VueSaisie
              form={withAlert(lu.form, { titre: 'Rien n’a été enregistré', phrase })}
              dossiers={await dossiersDuNumero(tx, numero)}
              raison={code === 'exercice-depose'}
            />,
            409,
          )
        const dossier = d.dossier === '' ? undefined : asId<'Dossier'>(d.dossier)
        const r = await enregistrerFacture(
          tx,
          outil,
          {
            numero: d.numero,
            genre: d.genre as GenreFacture,
            emiseLe: d.date,
            echeance: d.genre === 'avoir' ? null : (d.echeance ?? null),
            client: d.client,
            siren: null,
            ht: d.ht,
            tva: d.tva ?? (0 as typeof d.ht),
            source,
            nature: d.nature,
            libelle: d.libelle || `${motGenre[d.genre]} ${d.numero}`,
            session: d.session || null,
            ...(dossier ? { dossier } : {}),
            periode: d.du && d.au ? { du: d.du, au: d.au } : null,
            corrige: d.corrige || null,
          },
          clock.now(),
          { dossierExige: true, deposes: await prises.exercicesDeposes(tx), raison: d.raison },
        )
        if (!r.ok) return non(r.error.phrase, r.error.code)
        if (r.value.deja) return non(`${d.numero}, ${de(d.outil)}, est déjà enregistrée.`)
        const id = asId<'Facture'>(r.value.id)
        return redirectWith(c, factureUrl({ facture: id ?? r.value.id }), {
          genre: 'fait',
          fort: 'Elle est enregistrée.',
          ...(r.value.note ? { suite: `À compléter : ${r.value.note}.` } : {}),
        })
      })
    })
