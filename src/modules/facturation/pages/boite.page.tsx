/** La boîte aux lettres où des fournisseurs envoient leurs factures : la régler, la relever, voir ce que ses messages sont devenus. */
import { Hono } from 'hono'
import { z } from 'zod'
import { formaterInstant, type Zone } from '#kernel/zones.ts'
import { exigerDroit, lireOrganisme } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Alert,
  Button,
  Etat,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
  Table,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix, texte, viaParser } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { type BoiteReglee, type CourrierLu, courriersLus, lireBoite } from '../db/boite.ts'
import { demanderReleveDeBoite, refusDeBoite, reglerBoite, retirerBoite } from '../gestes/regler-boite.ts'
import { ouvrirBoite } from '../lecture/boite.ts'
import { type CreerBoite, creerBoiteImap } from '../lecture/imap.ts'
import { boiteUrl, electroniquesUrl, recuesUrl, releverBoiteUrl, retirerBoiteUrl } from '../liens.ts'
import { path, pourRegler } from './commun.ts'

/** Un nom d’hôte, ou une adresse : ni chemin, ni port. */
const lireHote = (t: string): string | undefined => {
  const hote = t.trim().toLowerCase()
  return /^[a-z0-9.-]{4,253}$/.test(hote) ? hote : undefined
}
const fields = z.object({
  hote: viaParser(lireHote, 'Écrivez le nom du serveur, comme imap.exemple.fr.'),
  port: choix(['993', '143'] as const, { phrase: 'Choisissez le port.' }),
  compte: texte({ min: 1, max: 200, vide: 'Écrivez le compte de cette boîte.' }),
  secret: texte({ max: 500 }),
  dossier: texte({ min: 1, max: 200, vide: 'Dites le dossier à lire.' }),
})
type Formulaire = FormOf<typeof fields>

type Lue = {
  readonly boite: BoiteReglee | undefined
  readonly courriers: readonly CourrierLu[]
  readonly zone: Zone
}

const Courriers = ({ boite, courriers, zone }: Lue) => (
  <Section titre="Ce que les messages sont devenus" id="courriers">
    {boite ? (
      <Form form={emptyForm()} action={releverBoiteUrl()} classe="">
        <p>
          {boite.releveeLe
            ? `Relevée le ${formaterInstant(boite.releveeLe, zone)}. `
            : 'Pas encore relevée. '}
          <Button>Relever maintenant</Button>
        </p>
      </Form>
    ) : null}
    {courriers.length === 0 ? (
      <p>Aucun message n’est encore lu.</p>
    ) : (
      <Table
        legende="Les cinquante derniers messages lus"
        lignes={courriers}
        colonnes={[
          { titre: 'Message du', entete: true, cell: (c) => formaterInstant(c.recuLe, zone) },
          {
            titre: 'État',
            cell: (c) => <Etat etat={c.ecarte ? 'manquant' : 'prouve'} mot={c.ecarte ? 'écarté' : 'lu'} />,
          },
          { titre: 'Ses fichiers', cell: (c) => c.suite },
        ]}
      />
    )}
  </Section>
)

const Vue = ({ form, l }: { form: Formulaire; l: Lue }) => (
  <Page
    title="Boîte aux lettres des factures"
    lede="Un dossier de votre messagerie où vos fournisseurs envoient leurs factures électroniques. Coforme le lit tous les quarts d’heure, sans y rien marquer, déplacer ni effacer."
    path={[
      ...path,
      { libelle: 'Factures électroniques', href: electroniquesUrl() },
      { libelle: 'Reçues', href: recuesUrl() },
    ]}
    alert={form.alert}
  >
    {l.boite?.echec ? (
      <Alert fort="La dernière relève n’a pas abouti.">
        {l.boite.echec}
        {l.boite.refusee
          ? ' Coforme n’essaie plus ce compte : corrigez-le, ou relevez la boîte vous-même.'
          : ''}
      </Alert>
    ) : null}
    <Form
      form={form}
      action={boiteUrl()}
      noms={{ hote: 'Serveur', port: 'Port', compte: 'Compte', secret: 'Mot de passe', dossier: 'Dossier' }}
    >
      <FieldSection titre="La lire">
        <Field form={form} name="hote" label="Serveur IMAP" hint="imap.exemple.fr" span={3} />
        <SelectField
          form={form}
          name="port"
          label="Port"
          options={[
            { value: '993', label: '993, chiffré d’emblée' },
            { value: '143', label: '143, chiffré avant le mot de passe' },
          ]}
        />
        <Field form={form} name="compte" label="Compte" span={3} />
        <Field
          form={form}
          name="secret"
          label="Mot de passe"
          type="password"
          hint={
            l.boite
              ? 'vide : celui d’avant'
              : 'd’application, si votre messagerie en donne ; gardé chiffré, jamais remontré'
          }
          optional={l.boite !== undefined}
          span={3}
        />
        <Field
          form={form}
          name="dossier"
          label="Dossier"
          hint="réservé aux factures, de préférence"
          span={3}
        />
        <Button genre="main">Enregistrer et éprouver</Button>
      </FieldSection>
    </Form>
    <Courriers {...l} />
    {l.boite ? (
      <Form form={emptyForm()} action={retirerBoiteUrl()} classe="">
        <p>
          Ce qui en est déjà reçu reste. <Button genre="grave">Retirer cette boîte</Button>
        </p>
      </Form>
    ) : null}
  </Page>
)

const enFormulaire = (b: BoiteReglee | undefined): Formulaire =>
  emptyForm(
    undefined,
    b
      ? { hote: b.hote, port: String(b.port), compte: b.compte, dossier: b.dossier }
      : { port: '993', dossier: 'INBOX' },
  )

export const boitePages = (
  { db, clock, keys }: Pick<Services, 'db' | 'clock' | 'keys'>,
  creer: CreerBoite = creerBoiteImap(),
) => {
  const duSiege: ReturnType<typeof pourRegler> = (c, work) =>
    pourRegler(db)(c, async (tx, v) => {
      const gene = await refusDeBoite(tx)
      return gene ? forbidden(c, gene.phrase) : work(tx, v)
    })
  const lire = async (tx: Parameters<typeof lireBoite>[0]): Promise<Lue> => ({
    boite: await lireBoite(tx),
    courriers: await courriersLus(tx),
    zone: (await lireOrganisme(tx)).zone,
  })
  return new Hono<Env>()
    .get(boiteUrl.modele, exigerDroit('facturation.emettre'), (c) =>
      duSiege(c, async (tx) => {
        const l = await lire(tx)
        return c.html(<Vue form={enFormulaire(l.boite)} l={l} />)
      }),
    )
    .post(boiteUrl.modele, exigerDroit('facturation.emettre'), async (c) => {
      const lu = await readForm(fields, c)
      let essai: Awaited<ReturnType<typeof ouvrirBoite>>
      const rendu = await duSiege(c, async (tx, v) => {
        if (!lu.ok) return c.html(<Vue form={lu.form} l={await lire(tx)} />, lu.status)
        const organisme = v.organisme?.id
        const r = await reglerBoite(
          tx,
          { keys, organisme: organisme ?? '', le: clock.now() },
          { ...lu.data, port: Number(lu.data.port) },
        )
        if (!r.ok) return c.html(<Vue form={withAlert(lu.form, r.error.phrase)} l={await lire(tx)} />, 409)
        essai = await ouvrirBoite(tx, { keys, organisme: organisme ?? '', creer })
        return redirectWith(c, boiteUrl(), {
          genre: 'fait',
          fort: 'La boîte est réglée.',
          suite: 'Sa première relève vient dans le quart d’heure.',
        })
      })
      // Hors de la transaction : le réseau peut être lent.
      const dit = await essai?.eprouver()
      return dit && !dit.ok
        ? redirectWith(c, boiteUrl(), {
            genre: 'passe',
            fort: 'La boîte est réglée, mais Coforme ne peut pas la lire.',
            suite: dit.error.phrase,
          })
        : rendu
    })
    .post(retirerBoiteUrl.modele, exigerDroit('facturation.emettre'), (c) =>
      duSiege(c, async (tx) => {
        const r = await retirerBoite(tx, clock.now())
        return r.ok
          ? redirectWith(c, electroniquesUrl(), { genre: 'fait', fort: 'La boîte est retirée.' })
          : forbidden(c, r.error.phrase)
      }),
    )
    .post(releverBoiteUrl.modele, exigerDroit('facturation.emettre'), (c) =>
      duSiege(c, async (tx, v) => {
        if (v.organisme && (await lireBoite(tx))) await demanderReleveDeBoite(tx, v.organisme.id)
        return redirectWith(c, boiteUrl(), {
          genre: 'fait',
          fort: 'La relève est demandée.',
          suite: 'Rechargez cette page dans un instant.',
        })
      }),
    )
}
