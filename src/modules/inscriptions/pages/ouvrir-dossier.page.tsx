// Long parce que ouvrir et reprendre un dossier sont un même formulaire, et son aperçu.
import { Hono } from 'hono'
import type { z } from 'zod'
import { formaterMontant } from '#kernel/montant.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { type SessionLue, sessionUrl } from '#modules/sessions/index.ts'
import { lireEntreprise, lireTiers } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { postgresDrafts } from '#platform/drafts/postgres-drafts.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Alert,
  Button,
  CheckboxField,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  RepeatedRows,
  SelectField,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { fieldValue, fromDraft, readForm, toDraft, withAlert } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'
import { type Inscrit, listerInscrits } from '../db/inscriptions.queries.ts'
import {
  circonstances,
  dispositifs,
  listeDispositifs,
  motCirconstance,
  motRegime,
} from '../domain/dossier.ts'
import { payeurDOffice } from '../domain/financement.ts'
import { previsualiser } from '../gestes/composer-dossier.ts'
import { modifierDossier, ouvrirDossier } from '../gestes/ouvrir-dossier.ts'
import { motsDe } from '../lecture/mots-du-prix.ts'
import { dossierUrl, inscrireUrl, nouveauDossierUrl, reprendreDossierUrl } from '../liens.ts'
import { cheminDe, pourDossier, pourSession } from './commun.ts'
import {
  ajouterLeReste,
  avecRefusLisibles,
  depart,
  enDossier,
  type FormulaireDossier,
  fields,
  gesteReste,
  maxLignes,
  poserRefus,
  resteDeLAcheteur,
} from './dossier.form.ts'

/** Ce que le dossier serait : le régime, son article, pourquoi, et le délai. */
const Apercu = ({ saisi }: { saisi: z.output<typeof fields> }) => {
  const vu = previsualiser(enDossier(saisi))
  if (!vu.ok) return <Alert genre="passe" fort="Pas encore de régime." children={vu.error.phrase} />
  const r = vu.value
  return (
    <Alert genre="passe" fort={`${motRegime[r.regime]} (${r.article}).`}>
      {r.pourquoi}{' '}
      {r.delaiJours > 0 ? `Délai pour se rétracter : ${r.delaiJours} jours (${r.articleDelai}). ` : ''}
      {r.doutes.join(' ')}
    </Alert>
  )
}

const Financement = ({
  form,
  gens,
  convenu,
}: {
  form: FormulaireDossier
  gens: readonly Inscrit[]
  convenu: string
}) => (
  <RepeatedRows
    form={form}
    name="lignes"
    titre="Ligne"
    ajouter="Ajouter un financement"
    min={0}
    max={maxLignes}
  >
    {(p) => (
      <>
        <SelectField
          form={form}
          name={`${p}.dispositif`}
          label="D’où vient l’argent"
          vide="à choisir"
          options={listeDispositifs.map((d) => ({ value: d, label: dispositifs[d].mot }))}
        />
        <Field
          form={form}
          name={`${p}.payeur`}
          label="Qui paie"
          optional
          hint={`Vide : l’acheteur ; pour le CPF, la ${payeurDOffice['cdc-cpf']}.`}
        />
        <Field
          form={form}
          name={`${p}.montant`}
          label={`Montant ${convenu}`}
          unite="€"
          inputmode="decimal"
          optional
          hint="Vide : le reste du prix."
        />
        {gens.length > 0 ? (
          <SelectField
            form={form}
            name={`${p}.pour`}
            label="Pour qui"
            optional
            vide="tout le dossier"
            options={gens.map((i) => ({ value: i.id, label: `${i.prenom} ${i.nom}` }))}
          />
        ) : null}
        <Field
          form={form}
          name={`${p}.heures`}
          label="Heures accordées"
          optional
          hint="21 h, par personne. Vide : sans plafond."
        />
        <Field
          form={form}
          name={`${p}.accord`}
          label="Accord, référence"
          optional
          hint="Du CPF : le numéro de dossier de la plateforme."
        />
        <Field form={form} name={`${p}.accordLe`} label="Accord donné le" optional />
        <CheckboxField
          form={form}
          name={`${p}.subrogation`}
          label="Subrogation : le financeur vous paie à la place de l’acheteur"
        />
      </>
    )}
  </RepeatedRows>
)

type VueProps = {
  readonly form: FormulaireDossier
  readonly session: SessionLue
  readonly dossier?: DossierLu
  readonly saisi?: z.output<typeof fields>
  readonly garde?: boolean
  /** Les personnes du dossier : une ligne peut ne payer que pour l’une. */
  readonly gens?: readonly Inscrit[]
}

const Vue = ({ form, session, dossier, saisi, garde = false, gens = [] }: VueProps) => {
  const reste = saisi && resteDeLAcheteur(saisi)
  return (
    <Page
      title={dossier ? 'Reprendre un dossier client' : 'Ouvrir un dossier client'}
      heading={dossier ? `Dossier ${dossier.client}` : 'Ouvrir un dossier client'}
      lede={`${session.intitule}. Le régime du contrat se calcule de ce que vous écrivez.`}
      path={cheminDe(session)}
      alert={form.alert}
      islands={['rangs']}
    >
      {saisi ? <Apercu saisi={saisi} /> : null}
      {garde ? <Alert fort="Brouillon gardé.">Il vous attend ici, sur cette session.</Alert> : null}
      <Form
        form={form}
        action={
          dossier
            ? reprendreDossierUrl({ session: session.id, dossier: dossier.id })
            : nouveauDossierUrl({ session: session.id })
        }
        noms={{
          lignes: 'Ligne',
          acheteur: 'Acheteur',
          structure: 'Structure',
          siret: 'SIRET',
          adresse: 'Adresse',
          codePostal: 'Code postal',
          ville: 'Ville',
          prenom: 'Prénom du signataire',
          nom: 'Signataire',
          courriel: 'Courriel',
          qualite: 'Qualité',
          circonstance: 'Engagement',
          prix: 'Prix',
          reference: 'Bon de commande',
          objectif: 'Besoin du client',
        }}
      >
        <input type="hidden" name="version" value={fieldValue(form, 'version')} />
        <FieldSection titre="Qui achète">
          <RadioGroup
            form={form}
            name="acheteur"
            label="Acheteur"
            options={[
              { value: 'entreprise', label: 'une entreprise, une association, une collectivité' },
              { value: 'personne', label: 'une personne' },
              {
                value: 'organisme-formation',
                label: 'un autre organisme de formation, qui vous sous-traite',
              },
            ]}
          />
          <Field
            form={form}
            name="structure"
            label="Structure"
            span={2}
            hint="Sauf si une personne achète."
          />
          <Field form={form} name="siret" label="SIRET" inputmode="numeric" optional />
          <Field
            form={form}
            name="adresse"
            label="Adresse"
            plusTard="pour signer"
            span={3}
            hint="Au siège ; la pièce la porte."
          />
          <Field
            form={form}
            name="codePostal"
            label="Code postal"
            inputmode="numeric"
            plusTard="pour signer"
          />
          <Field form={form} name="ville" label="Ville" plusTard="pour signer" span={2} />
          <CheckboxField
            form={form}
            name="individuel"
            label="Cette personne agit à titre individuel et à ses frais"
            hint="Sans cette case, une personne qui achète pour son activité signe une convention (C. trav., art. L6353-3)."
          />
        </FieldSection>
        <FieldSection titre="Qui signe">
          <Field
            form={form}
            name="prenom"
            label="Prénom"
            plusTard="pour signer"
            hint="Obligatoire si une personne achète ; sinon, vide : le seul contact du client qui peut signer, à défaut qui signait son dernier dossier."
          />
          <Field form={form} name="nom" label="Nom" plusTard="pour signer" />
          <Field form={form} name="courriel" label="Courriel" type="email" plusTard="pour signer en ligne" />
          <Field
            form={form}
            name="qualite"
            label="Qualité"
            plusTard="pour signer"
            hint="Gérante, directeur…"
          />
          <SelectField
            form={form}
            name="circonstance"
            label="L’engagement se conclut"
            options={circonstances.map((x) => ({ value: x, label: motCirconstance[x] }))}
            span={2}
          />
        </FieldSection>
        <FieldSection titre="Combien">
          <Field
            form={form}
            name="prix"
            label={`Prix du dossier, ${motsDe(session).convenu}`}
            unite="€"
            inputmode="decimal"
            hint={
              motsDe(session).convenu === 'HT'
                ? 'Un particulier à ses frais paie aussi la TVA : son contrat l’écrit taxe comprise.'
                : undefined
            }
          />
          <Field
            form={form}
            name="reference"
            label="Bon de commande"
            optional
            hint="D’un organisme qui sous-traite, son contrat : la facture et l’extrait de présence le citent."
          />
          <TextArea form={form} name="objectif" label="Besoin dit par le client" optional rows={2} />
        </FieldSection>
        <FieldSection titre="Qui paie" plein>
          <div class="fiches">
            {reste === undefined ? null : (
              <Alert genre="passe" fort={`Il reste ${formaterMontant(reste)} que personne ne paie.`}>
                L’acheteur les paie d’ordinaire : <Button geste={gesteReste}>Ajouter cette ligne</Button>
              </Alert>
            )}
            <p class="sub">Sans ligne, l’acheteur paie tout. La somme des lignes est le prix.</p>
            <Financement form={form} gens={gens} convenu={motsDe(session).convenu} />
          </div>
        </FieldSection>
        <Actions libelle={dossier ? 'Enregistrer le dossier' : 'Ouvrir le dossier'} brouillon={!dossier}>
          <Button geste="voir">Voir ce que cela donne</Button>{' '}
          <a
            href={
              dossier
                ? dossierUrl({ session: session.id, dossier: dossier.id })
                : sessionUrl({ session: session.id })
            }
          >
            Revenir
          </a>
        </Actions>
      </Form>
    </Page>
  )
}

const gensDe = async (tx: TenantTx, d: DossierLu) =>
  (await listerInscrits(tx, d.session)).filter((i) => i.dossier === d.id && !i.closeLe)

const options = { rangs: maxLignes }
/** La base garde 200 Ko par brouillon. */
const maxBrouillon = 190_000
const cleBrouillon = (session: SessionLue) => `inscriptions.dossier:${session.id}`

export const ouvrirDossierPages = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .use(nouveauDossierUrl.modele, exigerDroit('dossiers.ouvrir'))
    .get(nouveauDossierUrl.modele, (c) =>
      pourSession(c, db, 'dossiers.ouvrir', async (tx, _v, session) => {
        const garde = await postgresDrafts.load(tx, cleBrouillon(session))
        return c.html(
          <Vue
            form={garde ? fromDraft(garde.valeurs) : depart()}
            session={session}
            garde={garde !== undefined}
          />,
        )
      }),
    )
    .post(nouveauDossierUrl.modele, async (c) => {
      const read = await readForm(fields, c, options)
      return pourSession(c, db, 'dossiers.ouvrir', async (tx, _v, session) => {
        if (!read.ok && read.cause === 'brouillon') {
          const valeurs = toDraft(read.form)
          if (JSON.stringify(valeurs).length > maxBrouillon)
            return c.html(
              <Vue
                form={withAlert(read.form, 'Ce brouillon est trop long pour être gardé.')}
                session={session}
              />,
              422,
            )
          await postgresDrafts.save(tx, cleBrouillon(session), valeurs)
          return c.html(<Vue form={read.form} session={session} garde />)
        }
        if (!read.ok) {
          const form = read.cause === 'fautes' ? avecRefusLisibles(read.form, read.valides) : read.form
          return c.html(<Vue form={form} session={session} />, read.status)
        }
        if (read.geste === 'voir') return c.html(<Vue form={read.form} session={session} saisi={read.data} />)
        if (read.geste === gesteReste)
          return c.html(<Vue form={ajouterLeReste(read.form, read.data)} session={session} />)
        const fait = await ouvrirDossier(
          tx,
          session.id,
          read.jeton ?? newId(clock.now()),
          enDossier(read.data),
          clock.now(),
        )
        if (!fait.ok)
          return c.html(
            <Vue form={poserRefus(read.form, fait.error)} session={session} saisi={read.data} />,
            409,
          )
        await postgresDrafts.remove(tx, cleBrouillon(session))
        // Qui est déjà inscrit rejoint d’abord ce dossier : le redire l’inscrirait deux fois.
        if ((await listerInscrits(tx, session.id)).some((i) => i.dossier === null && !i.closeLe))
          return redirectWith(c, `${dossierUrl({ session: session.id, dossier: fait.value.id })}#gens`, {
            genre: 'fait',
            fort: 'Le dossier est ouvert.',
            suite: 'Des personnes sont déjà inscrites à cette session : rattachez-les à leur client.',
          })
        return redirectWith(c, withQuery(inscrireUrl({ session: session.id }), { dossier: fait.value.id }), {
          genre: 'fait',
          fort: 'Le dossier est ouvert.',
          suite: 'Il reste à dire qui vient.',
        })
      })
    })
    .use(reprendreDossierUrl.modele, exigerDroit('inscriptions.inscrire'))
    .get(reprendreDossierUrl.modele, (c) =>
      pourDossier(c, db, 'inscriptions.inscrire', async (tx, session, dossier) => {
        const fiche = dossier.entreprise
          ? await lireEntreprise(tx, dossier.entreprise)
          : dossier.personne
            ? await lireTiers(tx, dossier.personne)
            : undefined
        const chez = {
          adresse: fiche?.adresse ?? '',
          codePostal: fiche?.codePostal ?? '',
          ville: fiche?.ville ?? '',
        }
        return c.html(
          <Vue
            form={depart(dossier, chez)}
            session={session}
            dossier={dossier}
            gens={await gensDe(tx, dossier)}
          />,
        )
      }),
    )
    .post(reprendreDossierUrl.modele, async (c) => {
      const read = await readForm(fields, c, options)
      return pourDossier(c, db, 'inscriptions.inscrire', async (tx, session, dossier) => {
        const vue = { session, dossier, gens: await gensDe(tx, dossier) }
        if (!read.ok) {
          const form = read.cause === 'fautes' ? avecRefusLisibles(read.form, read.valides) : read.form
          return c.html(<Vue form={form} {...vue} />, read.status)
        }
        if (read.geste === 'voir') return c.html(<Vue form={read.form} saisi={read.data} {...vue} />)
        if (read.geste === gesteReste)
          return c.html(<Vue form={ajouterLeReste(read.form, read.data)} {...vue} />)
        const fait = await modifierDossier(
          tx,
          session.id,
          { id: dossier.id, version: Number(read.data.version), jeton: read.jeton ?? newId(clock.now()) },
          enDossier(read.data),
          clock.now(),
        )
        if (!fait.ok)
          return c.html(<Vue form={poserRefus(read.form, fait.error)} saisi={read.data} {...vue} />, 409)
        return redirectWith(c, dossierUrl({ session: session.id, dossier: dossier.id }), {
          genre: 'fait',
          fort: 'Le dossier est enregistré.',
        })
      })
    })
