/** Écrire hors d’une session : choisir des personnes dans une liste, relire pour chacune, envoyer une fois. */
import { type Context, Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { asId, type OrganismeId } from '#kernel/id.ts'
import { compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { listerEntreprises, listerTiers, qui, rolesEntreprise } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import {
  ButtonLink,
  Chercher as ChercherDans,
  Empty,
  Etat,
  Exporter,
  FilterField,
  Filters,
  Page,
  Section,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { filtrer, lireMots } from '#web/filtrer.ts'
import { emptyForm, fieldValues, readForm, withErrors } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { ecrireAuxPersonnesUrl, withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  type Choisie,
  contactsDesEntreprises,
  type Ecrit,
  ecritsHorsSession,
  lireEcrit,
  personnesChoisies,
} from '../db/ecrits.ts'
import { ecrireAuxPersonnes, reprendreAuxPersonnes } from '../gestes/ecrire.ts'
import { messagesCsvUrl, messagesUrl, messageUrl, reglagesUrl, reprendreMessageUrl } from '../liens.ts'
import { coches, type FormulaireHorsSession, fieldsHorsSession, VueEcrireHorsSession } from './ecrire.vue.tsx'
import { envoyerOuJeter, relire } from './relire-ecrit.tsx'

/** Au-delà, une page de cases ne se relit plus : on resserre la recherche, ou l’on écrit en deux fois. */
const MAX = 300
const tout = { sens: 'apres', cle: undefined } as const

/** Qui convoque partout, et peut écrire. */
const pourMessages = (
  c: Context<Env>,
  work: (tx: TenantTx, v: Visiteur, organisme: OrganismeId) => Promise<Response>,
): Promise<Response> =>
  pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
    if (!visiteur.organisme) return notFound(c)
    if (visiteur.assistance || visiteur.lectureSeule || !peutVisiteur(visiteur, 'inscriptions.convoquer'))
      return forbidden(c, droits['inscriptions.convoquer'].phrase)
    return work(tx, visiteur, visiteur.organisme.id)
  })

// ─── La liste ────────────────────────────────────────────────────────────────────────────────────

const etatDit = (e: Ecrit): string =>
  e.confirmeLe
    ? `confirmé le ${formaterDate(jourLocal(e.confirmeLe, ZONE_PAR_DEFAUT), 'court')}`
    : 'brouillon'

const Liste = ({ ecrits, q }: { ecrits: readonly Ecrit[]; q: string }) => {
  const montres = filtrer(ecrits, q, (e) => `${e.objet} ${e.nature} ${etatDit(e)}`)
  return (
    <Page
      title="Messages"
      lede="Ce que vous écrivez à plusieurs, hors d’une session. Celui d’une session s’écrit depuis elle."
      path={[{ libelle: 'Envois', href: reglagesUrl() }]}
    >
      <Section
        titre="Liste"
        id="liste"
        sous={compter(ecrits.length, 'message', { zero: 'aucun message' })}
        outils={[{ libelle: 'Écrire à plusieurs', href: ecrireAuxPersonnesUrl() }]}
      >
        {ecrits.length === 0 ? (
          <Empty
            titre="Rien n’a encore été écrit"
            gestes={
              <ButtonLink href={ecrireAuxPersonnesUrl()} genre="main">
                Écrire à plusieurs
              </ButtonLink>
            }
          >
            Depuis « Personnes » ou « Entreprises », la liste que vous avez cherchée devient celle à qui vous
            écrivez.
          </Empty>
        ) : (
          <ChercherDans quoi="Objet, nature" url={messagesUrl()} q={q} rien={montres.length === 0}>
            <Table
              legende="Messages hors d’une session"
              lignes={montres}
              colonnes={[
                {
                  titre: 'Objet',
                  entete: true,
                  cell: (e) => <a href={messageUrl({ ecrit: e.id })}>{e.objet}</a>,
                },
                { titre: 'Nature', cell: (e) => (e.nature === 'service' ? 'service' : 'information') },
                {
                  titre: 'Écrit le',
                  cell: (e) => formaterDate(jourLocal(e.ecritLe, ZONE_PAR_DEFAUT), 'court'),
                },
                {
                  titre: 'État',
                  cell: (e) => <Etat etat={e.confirmeLe ? 'prouve' : 'partiel'} mot={etatDit(e)} />,
                },
              ]}
            />
            <p>
              <Exporter href={messagesCsvUrl()} quoi="les messages" />
            </p>
          </ChercherDans>
        )}
      </Section>
    </Page>
  )
}

// ─── Choisir ─────────────────────────────────────────────────────────────────────────────────────

type Recherche = {
  readonly liste: 'personnes' | 'entreprises'
  readonly q: string
  readonly parmi: string
}

const lireRecherche = (c: Context<Env>): Recherche => {
  const dit = (nom: string) => (c.req.query(nom) ?? '').toWellFormed().replaceAll('\0', '').slice(0, 100)
  const liste = dit('liste') === 'entreprises' ? 'entreprises' : 'personnes'
  const parmi = liste === 'personnes' ? dit('qui') : dit('role')
  const connus = liste === 'personnes' ? qui : rolesEntreprise
  return { liste, q: dit('q'), parmi: Object.hasOwn(connus, parmi) ? parmi : '' }
}

/** Les personnes que la recherche donne ; `trop` : il y en a plus que la page n’en montre. */
const trouver = async (
  tx: TenantTx,
  r: Recherche,
): Promise<{ readonly gens: readonly Choisie[]; readonly trop: boolean }> => {
  const lus =
    r.liste === 'personnes'
      ? await listerTiers(
          tx,
          { q: r.q, qui: (r.parmi || undefined) as keyof typeof qui | undefined },
          tout,
          MAX,
        )
      : await contactsDesEntreprises(
          tx,
          (
            await listerEntreprises(
              tx,
              { q: r.q, role: (r.parmi || undefined) as keyof typeof rolesEntreprise | undefined },
              tout,
              1000,
            )
          ).map((e) => e.id),
        )
  return { gens: lus.slice(0, MAX), trop: lus.length > MAX }
}

const Chercher = ({ r, trop }: { r: Recherche; trop: boolean }) => (
  <>
    <Filters label="Choisir à qui écrire" action={ecrireAuxPersonnesUrl()}>
      <FilterField
        name="liste"
        label="Dans"
        value={r.liste}
        options={[
          { value: 'personnes', label: 'les personnes' },
          { value: 'entreprises', label: 'les entreprises' },
        ]}
      />
      <FilterField
        name="q"
        label={r.liste === 'personnes' ? 'Nom ou courriel' : 'Nom ou SIRET'}
        value={r.q}
      />
      {r.liste === 'personnes' ? (
        <FilterField
          name="qui"
          label="Parmi"
          value={r.parmi}
          options={[
            { value: '', label: 'toutes les personnes' },
            ...Object.entries(qui).map(([value, label]) => ({ value, label })),
          ]}
        />
      ) : (
        <FilterField
          name="role"
          label="Parmi"
          value={r.parmi}
          options={[
            { value: '', label: 'toutes les entreprises' },
            ...Object.entries(rolesEntreprise).map(([value, label]) => ({ value, label })),
          ]}
        />
      )}
    </Filters>
    {trop ? (
      <p>
        <Etat etat="partiel" mot={`les ${MAX} premières`} /> Resserrez la recherche, ou écrivez en plusieurs
        fois.
      </p>
    ) : null}
  </>
)

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** Ceux que l’on a cochés, tels qu’envoyés : une faute ailleurs sur la page ne les décoche pas. */
const choisis = (cochees: readonly string[]): readonly string[] =>
  [...new Set(cochees)].filter((x) => uuid.test(x)).slice(0, MAX)

/** Le brouillon de cette adresse, encore à reprendre. */
const brouillonDe = async (c: Context<Env>, tx: TenantTx): Promise<Ecrit | undefined> => {
  const id = asId<'Ecrit'>(c.req.param('ecrit') ?? '')
  const e = id && (await lireEcrit(tx, id))
  return e && e.session === null && e.confirmeLe === null ? e : undefined
}

export const messagesPages = new Hono<Env>()
  .use(messagesUrl.modele, exigerDroit('inscriptions.convoquer'))
  .use('/messages/*', exigerDroit('inscriptions.convoquer'))
  .get(messagesUrl(), (c) =>
    pourMessages(c, async (tx) => c.html(<Liste ecrits={await ecritsHorsSession(tx)} q={lireMots(c)} />)),
  )
  .get(messagesCsvUrl(), exigerDroit('inscriptions.convoquer'), (c) =>
    pourMessages(c, async (tx) =>
      repondreCsv(
        c,
        'messages',
        enCsv(
          ['Objet', 'Nature', 'Écrit le', 'Confirmé le'],
          (await ecritsHorsSession(tx)).map((e) => [
            e.objet,
            e.nature,
            jourLocal(e.ecritLe, ZONE_PAR_DEFAUT),
            e.confirmeLe ? jourLocal(e.confirmeLe, ZONE_PAR_DEFAUT) : '',
          ]),
        ),
      ),
    ),
  )
  .get(ecrireAuxPersonnesUrl(), (c) =>
    pourMessages(c, async (tx) => {
      const r = lireRecherche(c)
      const { gens, trop } = await trouver(tx, r)
      // Chercher n’est pas choisir : personne n’est coché que l’on n’ait coché, ou demandé d’un geste.
      const gardes = new Set(c.req.query('tous') === 'oui' ? gens.map((p) => p.id) : [])
      return c.html(
        <VueEcrireHorsSession
          form={emptyForm()}
          gens={gens}
          gardes={gardes}
          filtre={<Chercher r={r} trop={trop} />}
          tous={withQuery(ecrireAuxPersonnesUrl(), {
            liste: r.liste,
            q: r.q,
            [r.liste === 'personnes' ? 'qui' : 'role']: r.parmi,
            tous: 'oui',
          })}
        />,
      )
    }),
  )
  .post(ecrireAuxPersonnesUrl(), async (c) => {
    const read = await readForm(fieldsHorsSession, c)
    return pourMessages(c, async (tx, visiteur) => {
      const ids = choisis(fieldValues(read.form, 'personne'))
      const r = lireRecherche(c)
      const rendre = async (form: FormulaireHorsSession, statut: 409 | 413 | 415 | 422 | 200) => {
        const { gens, trop } = await trouver(tx, r)
        return c.html(
          <VueEcrireHorsSession
            form={form}
            gens={gens}
            gardes={new Set(ids)}
            filtre={<Chercher r={r} trop={trop} />}
          />,
          statut,
        )
      }
      if (!read.ok) return rendre(read.form, read.status)
      const { nature, objet, corps } = read.data
      const id = (read.jeton && asId<'Ecrit'>(read.jeton)) || newId<'Ecrit'>()
      const le = c.get('services').clock.now()
      const fait = await ecrireAuxPersonnes(tx, visiteur, id, { nature, objet, corps }, ids, le)
      if (!fait) return notFound(c)
      if (!fait.ok) return rendre(withErrors(read.form, fait.error), 422)
      return c.redirect(messageUrl({ ecrit: id }), 303)
    })
  })
  .get(reprendreMessageUrl.modele, (c) =>
    pourMessages(c, async (tx) => {
      const e = await brouillonDe(c, tx)
      if (!e) return notFound(c)
      const gens = await personnesChoisies(tx, e.id)
      const form: FormulaireHorsSession = emptyForm(undefined, {
        nature: e.nature,
        objet: e.objet,
        corps: e.corps,
        revision: String(e.revision),
      })
      return c.html(
        <VueEcrireHorsSession form={form} gens={gens} gardes={new Set(gens.map((p) => p.id))} reprend />,
      )
    }),
  )
  .post(reprendreMessageUrl.modele, async (c) => {
    const read = await readForm(fieldsHorsSession, c)
    return pourMessages(c, async (tx) => {
      const e = await brouillonDe(c, tx)
      if (!e) return notFound(c)
      const ids = choisis(fieldValues(read.form, 'personne'))
      const rendre = async (form: FormulaireHorsSession, statut: 409 | 413 | 415 | 422 | 200) =>
        c.html(
          <VueEcrireHorsSession
            form={form}
            gens={await personnesChoisies(tx, e.id)}
            gardes={new Set(ids)}
            reprend
          />,
          statut,
        )
      if (!read.ok) return rendre(read.form, read.status)
      const { nature, objet, corps, revision } = read.data
      const dit = { nature, objet, corps }
      const repris = await reprendreAuxPersonnes(tx, e, Number(revision) || 0, dit, ids)
      if (!repris.ok) return rendre(withErrors(read.form, repris.error), 422)
      const fait = repris.value === 'fait'
      return redirectWith(c, messageUrl({ ecrit: e.id }), {
        genre: fait ? 'fait' : 'mal',
        fort: fait ? 'Le message est repris.' : 'Quelqu’un l’a repris avant vous.',
        suite: 'Relisez-le.',
      })
    })
  })
  .get(messageUrl.modele, (c) => pourMessages(c, (tx, _v, organisme) => relire(c, tx, { organisme })))
  .post(messageUrl.modele, async (c) => {
    const read = await readForm(coches, c)
    return pourMessages(c, (tx, _v, organisme) => envoyerOuJeter(c, tx, read, { organisme }))
  })
