// Long parce qu'une arrivée se lit d'un trait : le SIREN, le formulaire, la preuve, l'entrée.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { formaterSiret, lireNda, lireSiren } from '#kernel/identifiants.ts'
import { uneLigne } from '#kernel/texte.ts'
import { gestesDe, poserTemoin, reconnaitreAppareil } from '#modules/comptes/index.ts'
import {
  genresDeForme,
  optionsForme,
  optionsSociete,
  societes,
  verifierPremiersPas,
} from '#modules/organisme/index.ts'
import { dejaIci, identiteAttendue, type PoleOuvert, polesOuverts, polesUrl } from '#modules/pole/index.ts'
import { newId } from '#platform/db/index.ts'
import { createLimits } from '#platform/limits/limits.ts'
import { createRegistres, createRegistresLocaux } from '#platform/registres/create-registres.ts'
import type { RegistresPublics } from '#platform/registres/registres.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  CheckboxField,
  Definitions,
  dansVotreBoite,
  Field,
  FieldSection,
  Form,
  SelectField,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { caseCochee, choix, codePostal, courriel, facultatif, siret, texte, viaParser } from '#web/fields.ts'
import { emptyForm, type FormOf, fieldValue, readForm, withAlert, withErrors } from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { notFound, tooMany } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { aujourdhuiUrl, connexionUrl } from '#web/links.ts'
import { type Accueil, type Candidature, lireCandidature } from '../db/contacts.ts'
import { accueillirUneCooperative, deposerUneCandidature } from '../gestes/accueillir.ts'
import { prouve } from '../gestes/preuve.ts'
import { candidatureUrl, rejoindreLUnionUrl } from '../liens.ts'
import { CadreEtroit } from './cadre.tsx'
import { champsIndesirables, Gardes, garder } from './indesirables.tsx'

const fields = z.object({
  ...champsIndesirables,
  nom: texte({ min: 2, max: 250, vide: 'Écrivez le nom de la coopérative.' }),
  siret: siret(),
  forme: choix(genresDeForme),
  societe: facultatif(choix(societes)),
  cae: caseCochee(),
  nda: facultatif(
    viaParser((t): string | undefined => {
      const lu = lireNda(t)
      return lu.ok ? lu.value.valeur : undefined
    }, 'Un numéro de déclaration d’activité a onze chiffres.'),
  ),
  adresse: texte({ max: 200 }),
  codePostal: facultatif(codePostal()),
  ville: texte({ max: 120 }),
  pole: texte({ max: 60 }),
  cherche: texte({ max: 500 }),
  propose: texte({ max: 500 }),
  prenom: texte({ min: 1, max: 80, vide: 'Écrivez votre prénom.' }),
  nomPersonne: texte({ min: 1, max: 80, vide: 'Écrivez votre nom.' }),
  courriel: courriel(),
  /** « C’est une autre coopérative » : celle d’ici qui porte ce nom n’est pas la nôtre. */
  autre: caseCochee(),
})
type Formulaire = FormOf<typeof fields>
const cle = z.object({ motDePasse: texte({ max: 200 }) })

/** Une coopérative arrive : son SIREN, ce que les registres en savent, qui parle pour elle ; son courriel prouvé, elle est là. */
export const rejoindreLUnionPage = (
  services: Pick<Services, 'db' | 'clock' | 'keys' | 'config'>,
  registres: RegistresPublics = services.config.demo ? createRegistresLocaux() : createRegistres(),
) => {
  const { db, clock, keys, config } = services
  const limites = createLimits(db, keys)
  const gestes = gestesDe(services)
  const canonique = `${config.origine}${rejoindreLUnionUrl()}`

  const Demander = ({ siren, phrase, pole }: { siren: string; phrase?: string; pole: string }) => (
    <CadreEtroit
      title="Inscrire ma coopérative"
      lede="Deux minutes. Votre SIREN suffit à remplir presque tout, d’après les registres publics."
      canonique={canonique}
      {...(phrase ? { alert: { titre: 'Ce SIREN n’a rien donné', phrase } } : {})}
    >
      <form class="formulaire" method="get" action={rejoindreLUnionUrl()}>
        <fieldset class="sect">
          <legend class="sect-h">Votre SIREN</legend>
          <div class="champs">
            <p class="field l2">
              <label for="siren">SIREN</label>
              <input
                id="siren"
                name="siren"
                inputmode="numeric"
                autocomplete="off"
                value={siren}
                maxlength={20}
              />
              <small>neuf chiffres, avec ou sans espaces</small>
            </p>
            <input type="hidden" name="pole" value={pole} />
          </div>
        </fieldset>
        <div class="sect actions">
          <p class="sub sect-h" />
          <p>
            <button class="button call" type="submit">
              Continuer
            </button>
            <a
              href={`${rejoindreLUnionUrl()}?a-la-main=oui${pole ? `&pole=${encodeURIComponent(pole)}` : ''}`}
            >
              Remplir à la main
            </a>
          </p>
        </div>
      </form>
    </CadreEtroit>
  )

  const Remplir = ({
    form,
    poles,
    source,
    memeNom = false,
  }: {
    form: Formulaire
    poles: readonly PoleOuvert[]
    source?: string
    memeNom?: boolean
  }) => (
    <CadreEtroit
      title="Inscrire ma coopérative"
      lede={source ?? 'Relisez, complétez, envoyez. Un courriel vous demandera de confirmer.'}
      canonique={canonique}
      alert={form.alert}
    >
      <Form
        form={form}
        action={rejoindreLUnionUrl()}
        noms={{
          nom: 'Nom',
          siret: 'SIRET',
          forme: 'Forme',
          societe: 'Société',
          nda: 'Déclaration d’activité',
          codePostal: 'Code postal',
          prenom: 'Prénom',
          nomPersonne: 'Nom',
          courriel: 'Courriel',
          pole: 'Pôle',
        }}
      >
        <Gardes keys={keys} le={clock.now()} ouvert={fieldValue(form, 'ouvert')} />
        <FieldSection titre="La coopérative">
          <Field form={form} name="nom" label="Nom" autocomplete="organization" maxlength={250} span={3} />
          {memeNom ? (
            <CheckboxField
              form={form}
              name="autre"
              label="C’est une autre coopérative, qui porte le même nom"
            />
          ) : null}
          <Field form={form} name="siret" label="SIRET du siège" inputmode="numeric" span={2} />
          <Field form={form} name="nda" label="Déclaration d’activité" inputmode="numeric" optional />
          <SelectField form={form} name="forme" label="Forme" options={optionsForme} span={2} />
          <SelectField form={form} name="societe" label="Société" options={optionsSociete} vide="aucune" />
          <CheckboxField form={form} name="cae" label="C’est une coopérative d’activité et d’emploi (CAE)" />
          <Field form={form} name="adresse" label="Adresse" optional span={3} />
          <Field form={form} name="codePostal" label="Code postal" inputmode="numeric" optional />
          <Field form={form} name="ville" label="Ville" optional span={2} />
        </FieldSection>
        {poles.length > 0 ? (
          <FieldSection titre="Le pôle">
            <SelectField
              form={form}
              name="pole"
              label="Rejoindre"
              span={3}
              vide="aucun pour l’instant"
              options={poles.map((p) => ({
                value: p.code,
                label: p.nom,
              }))}
            />
            <TextArea form={form} name="cherche" label="Nous cherchons" rows={2} optional />
            <TextArea form={form} name="propose" label="Nous proposons" rows={2} optional />
          </FieldSection>
        ) : null}
        <FieldSection titre="Vous">
          <Field form={form} name="prenom" label="Prénom" autocomplete="given-name" maxlength={80} />
          <Field
            form={form}
            name="nomPersonne"
            label="Nom"
            autocomplete="family-name"
            maxlength={80}
            span={2}
          />
          <Field
            form={form}
            name="courriel"
            label="Courriel"
            type="email"
            autocomplete="email"
            span={3}
            hint="Vous parlerez pour la coopérative, et vous l’administrerez ; vous inviterez les autres."
          />
        </FieldSection>
        <Actions libelle="Inscrire la coopérative" />
      </Form>
    </CadreEtroit>
  )
  const Partie = () => (
    <CadreEtroit
      {...dansVotreBoite(
        'Un courriel vient de partir : il confirme que l’adresse est la vôtre, et vous fait choisir un mot de passe.',
      )}
      canonique={canonique}
    >
      <p>Rien au bout de quelques minutes ? Regardez parmi les indésirables.</p>
    </CadreEtroit>
  )
  const Confirmer = ({ dit, form }: { dit: Candidature; form: FormOf<typeof cle> }) => (
    <CadreEtroit
      title={`Inscrire ${dit.nom}`}
      lede="L’adresse est confirmée. Il reste à choisir un mot de passe."
      canonique={canonique}
      alert={form.alert}
    >
      <Definitions
        lignes={[
          ['Coopérative', dit.nom],
          ['SIRET', formaterSiret(dit.siret as never)],
          ['Vous', `${dit.prenom} ${dit.nomPersonne}, ${dit.courriel}`],
        ]}
      />
      <Form form={form} noms={{ motDePasse: 'Mot de passe' }}>
        <FieldSection titre="Votre clé">
          <Field
            form={form}
            name="motDePasse"
            label="Mot de passe"
            type="password"
            autocomplete="new-password"
            span={3}
            hint="Douze signes au moins. Vous avez déjà un compte ici à cette adresse : laissez vide, il garde le sien."
          />
        </FieldSection>
        <Actions libelle="Entrer" />
      </Form>
    </CadreEtroit>
  )

  const trouver = async (c: Context<Env>) => {
    const id = asId<'Candidature'>(c.req.param('candidature') ?? '')
    const preuve = c.req.param('preuve') ?? ''
    if (!id || !prouve(keys, 'candidature', id, preuve)) return undefined
    const lu = await db.withoutTenant((tx) => lireCandidature(tx, keys, id, preuve))
    return lu && { id, preuve, ...lu }
  }
  const phrases: Readonly<Record<Exclude<Accueil, 'faite'>, string>> = {
    'siren-pris': 'Une coopérative de ce SIREN est déjà ici : demandez une invitation à qui l’administre.',
    'mot-de-passe': 'Choisissez un mot de passe : cette adresse n’a pas encore de compte ici.',
    perimee: 'Cette inscription est déjà faite, ou s’est effacée avec le temps.',
  }

  return new Hono<Env>()
    .get(rejoindreLUnionUrl(), async (c) => {
      const poles = await db.withoutTenant(polesOuverts)
      const pole = poles.find((p) => p.code === c.req.query('pole'))?.code ?? ''
      const brut = (c.req.query('siren') ?? '').toWellFormed().slice(0, 20)
      const base = { forme: 'scop', societe: 'SARL', pole }
      if (c.req.query('a-la-main') === 'oui')
        return c.html(<Remplir form={emptyForm(undefined, base)} poles={poles} />)
      if (brut === '') return c.html(<Demander siren="" pole={pole} />)
      const siren = lireSiren(brut)
      if (!siren.ok) return c.html(<Demander siren={brut} pole={pole} phrase={siren.error.phrase} />, 422)
      if (!(await limites.allow('portail.registres', clientIp(c), { max: 30, fenetre: 3600 })))
        return tooMany(c, 3600)
      if ((await db.withoutTenant((tx) => dejaIci(tx, siren.value, ''))) === 'siren')
        return c.html(<Demander siren={brut} pole={pole} phrase={phrases['siren-pris']} />, 409)
      const lu = await registres.lireEntreprise(siren.value)
      if (!lu.ok)
        return c.html(
          <Remplir
            form={withAlert(emptyForm(undefined, base) as Formulaire, lu.error.phrase)}
            poles={poles}
          />,
        )
      const e = lu.value
      return c.html(
        <Remplir
          form={emptyForm(undefined, {
            ...base,
            nom: e.nom,
            siret: e.siret,
            nda: e.nda ?? '',
            adresse: e.adresse,
            codePostal: e.codePostal,
            ville: e.ville,
          })}
          poles={poles}
          source="Rempli d’après l’annuaire des entreprises. Relisez, complétez, envoyez."
        />,
      )
    })
    .post(rejoindreLUnionUrl(), async (c) => {
      const poles = await db.withoutTenant(polesOuverts)
      const lu = await readForm(fields, c)
      if (!lu.ok) return c.html(<Remplir form={lu.form} poles={poles} />, lu.status)
      const { data } = lu
      const garde = garder(keys, data, clock.now())
      if (!garde.ok)
        return c.html(<Remplir form={withAlert(lu.form, garde.error.phrase)} poles={poles} />, 422)
      if (garde.value === 'piege') return c.html(<Partie />)
      const verifie = verifierPremiersPas({ ...data, societe: data.societe })
      if (!verifie.ok)
        return c.html(<Remplir form={withErrors(lu.form, verifie.error.champs)} poles={poles} />, 422)
      const deja = await db.withoutTenant((tx) => dejaIci(tx, data.siret, uneLigne(data.nom)))
      if (deja === 'siren')
        return c.html(
          <Remplir form={withErrors(lu.form, { siret: phrases['siren-pris'] })} poles={poles} />,
          409,
        )
      if (deja === 'nom' && !data.autre)
        return c.html(
          <Remplir
            form={withErrors(lu.form, {
              nom: 'Une coopérative porte déjà ce nom ici. Si c’est la vôtre, demandez une invitation à qui l’administre ; sinon, dites que c’est une autre.',
            })}
            poles={poles}
            memeNom
          />,
          409,
        )
      const permis =
        (await limites.allow('portail.rejoindre.adresse', clientIp(c), { max: 6, fenetre: 3600 })) &&
        (await limites.allow('portail.rejoindre.courriel', data.courriel, { max: 3, fenetre: 86_400 }))
      if (!permis) return tooMany(c, 3600)
      const le = clock.now()
      const id = (lu.jeton && asId<'Candidature'>(lu.jeton)) || newId<'Candidature'>(le)
      const dit: Candidature = {
        nom: uneLigne(data.nom),
        siret: data.siret,
        forme: data.forme,
        societe: verifie.value.societe ?? '',
        cae: data.cae,
        nda: data.nda ?? '',
        adresse: uneLigne(data.adresse),
        codePostal: data.codePostal ?? '',
        ville: uneLigne(data.ville),
        prenom: uneLigne(data.prenom),
        nomPersonne: uneLigne(data.nomPersonne),
        courriel: data.courriel.toLowerCase(),
        pole: poles.some((p) => p.code === data.pole) ? data.pole : '',
        cherche: data.cherche,
        propose: data.propose,
      }
      await db.withoutTenant((tx) => deposerUneCandidature({ keys }, tx, id, dit, le))
      return c.html(<Partie />)
    })
    .get(candidatureUrl.modele, async (c) => {
      const t = await trouver(c)
      if (!t) return notFound(c)
      return t.dit && !t.faite
        ? c.html(<Confirmer dit={t.dit} form={emptyForm()} />)
        : redirectWith(c, connexionUrl(), { genre: 'passe', fort: phrases.perimee })
    })
    .post(candidatureUrl.modele, async (c) => {
      const t = await trouver(c)
      if (!t) return notFound(c)
      const lu = await readForm(cle, c)
      if (!lu.ok || !t.dit || t.faite)
        return redirectWith(c, connexionUrl(), { genre: 'passe', fort: phrases.perimee })
      const { dit } = t
      const saisi = fieldValue(lu.form, 'motDePasse') || lu.data.motDePasse
      const pose = saisi
        ? await gestes.composerMotDePasse(saisi, dit.courriel, [dit.prenom, dit.nomPersonne, dit.nom])
        : undefined
      if (pose && !pose.ok)
        return c.html(
          <Confirmer dit={dit} form={withErrors(lu.form, { motDePasse: pose.error.phrase })} />,
          422,
        )
      const issue = await db.withoutTenant((tx) =>
        accueillirUneCooperative(tx, t, dit, pose?.ok ? pose.value : undefined, clock.now()),
      )
      if (issue !== 'faite')
        return c.html(
          <Confirmer
            dit={dit}
            form={
              issue === 'mot-de-passe'
                ? withErrors(lu.form, { motDePasse: phrases[issue] })
                : withAlert(lu.form, phrases[issue])
            }
          />,
          issue === 'mot-de-passe' ? 422 : 409,
        )
      const fait = { genre: 'fait' as const, fort: `${dit.nom} est inscrite.` }
      const entree = saisi
        ? await gestes.connecter({
            courriel: dit.courriel,
            motDePasse: saisi,
            adresse: clientIp(c),
            agent: c.req.header('user-agent') ?? '',
            retenue: false,
          })
        : undefined
      if (!entree?.ok)
        return redirectWith(c, connexionUrl(), { ...fait, suite: 'Connectez-vous, puis choisissez-la.' })
      poserTemoin(c, entree.value.jeton, false)
      await reconnaitreAppareil(c, gestes, entree.value.jeton)
      return redirectWith(c, dit.pole ? polesUrl() : aujourdhuiUrl(), { ...fait, suite: identiteAttendue })
    })
}
